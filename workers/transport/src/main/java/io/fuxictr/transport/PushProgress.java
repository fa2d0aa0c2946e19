package io.fuxictr.transport;

import io.fuxictr.message.TaskEvent.Level;
import io.fuxictr.remote.transfer.TransferRate;
import io.fuxictr.remote.transfer.TransferWatch;
import io.fuxictr.task.Progress;
import io.fuxictr.worker.StageContext;

/**
 * Tells the user how far a push has come, in percent.
 *
 * @param context the attempt
 * @param rate speed of the push
 */
record PushProgress(StageContext context, TransferRate rate) implements TransferWatch {
  private static final int PERCENT = 100;

  PushProgress(StageContext context) {
    this(context, new TransferRate());
  }

  @Override
  public void moved(long done, long total) {
    long percent = total == 0 ? PERCENT : PERCENT * done / total;
    String text = rate.text("Pushing predictions", done, total);
    context.progress(new Progress(percent, PERCENT, text));
  }

  @Override
  public void retrying(String line) {
    context.log(Level.WARNING, line);
  }

  @Override
  public void publishing() {
    context.checkHeld();
  }

  @Override
  public void checkStopped() throws InterruptedException {
    context.checkStopped();
  }
}

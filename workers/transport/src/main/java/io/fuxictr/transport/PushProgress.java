package io.fuxictr.transport;

import io.fuxictr.remote.file.TransferWatch;
import io.fuxictr.task.Progress;
import io.fuxictr.worker.StageContext;

/**
 * Tells the user how far a push has come, in percent.
 *
 * @param context the attempt
 */
record PushProgress(StageContext context) implements TransferWatch {
  private static final int PERCENT = 100;

  @Override
  public void moved(long done, long total) {
    long percent = total == 0 ? PERCENT : PERCENT * done / total;
    context.progress(new Progress(percent, PERCENT, "Pushing predictions"));
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

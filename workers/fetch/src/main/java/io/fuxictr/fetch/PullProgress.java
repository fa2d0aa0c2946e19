package io.fuxictr.fetch;

import io.fuxictr.message.TaskEvent.Level;
import io.fuxictr.remote.transfer.TransferRate;
import io.fuxictr.remote.transfer.TransferWatch;
import io.fuxictr.worker.StageContext;

/**
 * Tells the user how far a pull has come.
 *
 * @param context the attempt
 * @param rate speed of all pulls
 * @param before bytes of the pulls before this one
 * @param all bytes of all pulls
 */
record PullProgress(StageContext context, TransferRate rate, long before, long all)
    implements TransferWatch {

  @Override
  public void moved(long done, long total) {
    long there = before + done;
    Phase.PULL.tell(context, there, all, rate.text(Phase.PULL.words(), there, all));
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

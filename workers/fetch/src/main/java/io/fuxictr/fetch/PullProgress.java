package io.fuxictr.fetch;

import io.fuxictr.remote.file.TransferWatch;
import io.fuxictr.worker.StageContext;

/**
 * Tells the user how far a pull has come.
 *
 * @param context the attempt
 * @param before bytes of the pulls before this one
 * @param all bytes of all pulls
 */
record PullProgress(StageContext context, long before, long all) implements TransferWatch {

  @Override
  public void moved(long done, long total) {
    Phase.PULL.tell(context, before + done, all);
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

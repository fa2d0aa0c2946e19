package io.fuxictr.fetch;

import io.fuxictr.dataset.build.BuildListener;
import io.fuxictr.worker.StageContext;

/**
 * Tells how far a build is, and stops it together with its attempt.
 *
 * @param context the attempt
 */
record BuildWatch(StageContext context) implements BuildListener {

  @Override
  public void rows(long done, long total) throws InterruptedException {
    context.checkStopped();
    Phase.BUILD.tell(context, done, total);
  }

  @Override
  public void publishing() {
    context.checkHeld();
  }
}

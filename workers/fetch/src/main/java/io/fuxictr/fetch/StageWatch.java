package io.fuxictr.fetch;

import io.fuxictr.message.TaskEvent.Level;
import io.fuxictr.remote.RemoteWatch;
import io.fuxictr.worker.StageContext;

/**
 * Looks on for an attempt.
 *
 * @param context the attempt
 */
record StageWatch(StageContext context) implements RemoteWatch {

  @Override
  public void checkStopped() throws InterruptedException {
    context.checkStopped();
  }

  @Override
  public void retrying(String line) {
    context.log(Level.WARNING, line);
  }
}

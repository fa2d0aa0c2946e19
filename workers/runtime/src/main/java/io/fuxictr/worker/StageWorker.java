package io.fuxictr.worker;

import io.fuxictr.task.Stage;

/**
 * Does the work of one stage.
 *
 * <p>One instance serves every attempt, one after the other, and keeps nothing between them: what
 * must outlive an attempt is {@linkplain StageContext#save saved}.
 */
public interface StageWorker {

  /** Returns the stage whose orders it takes. */
  Stage stage();

  /**
   * Runs one attempt, from its checkpoint if there is one.
   *
   * @return what the next stages start from
   * @throws StageException if the attempt fails
   * @throws InterruptedException if the attempt is to stop: cancelled, paused, past its deadline,
   *     or the worker shuts down
   */
  StageResult run(StageContext context) throws InterruptedException;
}

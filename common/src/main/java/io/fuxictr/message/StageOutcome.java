package io.fuxictr.message;

import io.fuxictr.task.Checkpoint;
import io.fuxictr.task.StageFailure;
import java.util.Map;

/** How an attempt ended. Carries its order, so that the dispatcher needs no memory. */
public sealed interface StageOutcome {

  /** Returns the order that was worked on. */
  StageOrder order();

  /**
   * The stage is done.
   *
   * @param order what was worked on
   * @param result what the next stages start from
   * @param metrics figures of the stage by name, see the table {@code workflow_metrics}
   * @param skipped whether there was nothing to do
   */
  record Succeeded(
      StageOrder order, Checkpoint result, Map<String, Object> metrics, boolean skipped)
      implements StageOutcome {

    /** Takes a copy of the metrics. */
    public Succeeded {
      metrics = Map.copyOf(metrics);
    }
  }

  /**
   * The stage ended without a result.
   *
   * @param order what was worked on
   * @param failure why
   */
  record Failed(StageOrder order, StageFailure failure) implements StageOutcome {}

  /**
   * The attempt was stopped because the task was cancelled.
   *
   * @param order what was worked on
   */
  record Cancelled(StageOrder order) implements StageOutcome {}

  /**
   * The attempt was stopped at a boundary, to go on later.
   *
   * @param order what was worked on
   * @param saved how far it came: what the next attempt starts from
   */
  record Paused(StageOrder order, Checkpoint saved) implements StageOutcome {}
}

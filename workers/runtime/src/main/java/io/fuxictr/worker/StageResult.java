package io.fuxictr.worker;

import io.fuxictr.task.Checkpoint;
import java.util.Map;

/**
 * What a stage leaves behind.
 *
 * @param checkpoint what the next stages start from
 * @param metrics figures by name; the names of the table {@code workflow_metrics} go to its columns
 * @param skipped whether there was nothing to do
 */
public record StageResult(Checkpoint checkpoint, Map<String, Object> metrics, boolean skipped) {

  /** Takes a copy of the metrics. */
  public StageResult {
    metrics = Map.copyOf(metrics);
  }

  /** Returns the result of a stage that did its work. */
  public static StageResult done(Checkpoint checkpoint, Map<String, Object> metrics) {
    return new StageResult(checkpoint, metrics, false);
  }

  /** Returns the result of a stage that had nothing to do. */
  public static StageResult skipped(Checkpoint checkpoint) {
    return new StageResult(checkpoint, Map.of(), true);
  }
}

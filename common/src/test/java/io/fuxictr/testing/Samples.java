package io.fuxictr.testing;

import io.fuxictr.message.StageOrder;
import io.fuxictr.task.Attempt;
import io.fuxictr.task.Checkpoint;
import io.fuxictr.task.Overrides;
import io.fuxictr.task.Stage;
import io.fuxictr.task.Submission;
import io.fuxictr.task.TaskId;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalInt;

/** Values for tests that do not care which. */
public final class Samples {

  /** A moment. */
  public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  /** A deadline that no test reaches. */
  public static final Instant FAR = Instant.parse("2126-03-01T12:00:00Z");

  private Samples() {}

  /** Returns a submission with every field set. */
  public static Submission submission() {
    return new Submission(
        "credit, first try",
        "li.lei",
        "multitask/MMoE",
        "MMoE_demo",
        "SELECT * FROM sample WHERE note = 'a \"quoted\" word'",
        "SELECT * FROM infer",
        "/hdfs/scratch",
        "marketing.result",
        new Overrides(OptionalInt.of(0), OptionalInt.of(1024), OptionalInt.of(2)),
        Map.of("prediction_0", "apply_score"),
        Map.of("dt", "2026-03-01"),
        5);
  }

  /** Returns the first attempt at a stage of a task. */
  public static Attempt attempt(long task, Stage stage) {
    return new Attempt(new TaskId(task), stage, 1);
  }

  /** Returns an order for a stage of a task, with nothing done before. */
  public static StageOrder order(long task, Stage stage) {
    return order(attempt(task, stage));
  }

  /** Returns an order for an attempt, with nothing done before. */
  public static StageOrder order(Attempt attempt) {
    return new StageOrder(attempt, submission(), Map.of(), NOON, FAR, 0, "");
  }

  /** Returns the same order with another deadline. */
  public static StageOrder due(StageOrder order, Instant deadline) {
    return new StageOrder(
        order.attempt(),
        order.submission(),
        order.checkpoints(),
        order.createdAt(),
        deadline,
        order.retries(),
        order.storage());
  }

  /** Returns the same order of a task that was created at another time. */
  public static StageOrder created(StageOrder order, Instant at) {
    return new StageOrder(
        order.attempt(),
        order.submission(),
        order.checkpoints(),
        at,
        order.deadline(),
        order.retries(),
        order.storage());
  }

  /** Returns a checkpoint with a value of each kind. */
  public static Checkpoint checkpoint() {
    return Checkpoint.EMPTY
        .with("dataset_id", "MMoE_demo.20260301_120000")
        .with("total_rows", 50_000L)
        .with("best_metric", 0.75)
        .with("verified", true)
        .with("completed_parts", java.util.List.of("part-00000.parquet"))
        .with("paths", Map.of("train", "/data/train"));
  }
}

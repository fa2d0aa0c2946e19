package io.fuxictr.message;

import io.fuxictr.task.Attempt;
import io.fuxictr.task.Checkpoint;
import io.fuxictr.task.Stage;
import io.fuxictr.task.Submission;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/**
 * "Do this attempt": the one message that a task in flight consists of. It carries all that a
 * worker needs, so that no process has to ask another.
 *
 * @param attempt what to do
 * @param submission what the user asked for
 * @param checkpoints results of the stages done so far, and what an earlier attempt at this stage
 *     left behind
 * @param createdAt when the task was created; with the id it names the task beyond one database
 * @param deadline when the attempt must be over
 * @param retries how often this stage was tried again by itself after a passing failure
 * @param storage id of the storage that its files are on; empty if it is not known
 */
public record StageOrder(
    Attempt attempt,
    Submission submission,
    Map<Stage, Checkpoint> checkpoints,
    Instant createdAt,
    Instant deadline,
    int retries,
    String storage) {

  /** Takes a copy of the checkpoints. */
  public StageOrder {
    var copy = new EnumMap<Stage, Checkpoint>(Stage.class);
    copy.putAll(checkpoints);
    checkpoints = Map.copyOf(copy);
  }

  /** Returns the checkpoint of a stage, empty if there is none. */
  public Checkpoint checkpoint(Stage stage) {
    return checkpoints.getOrDefault(stage, Checkpoint.EMPTY);
  }

  /** Returns the order for a later stage, given the result of this one. */
  public StageOrder after(Checkpoint result, Stage next) {
    var more = new EnumMap<Stage, Checkpoint>(Stage.class);
    more.putAll(checkpoints);
    more.put(attempt.stage(), result);
    return new StageOrder(attempt.at(next), submission, more, createdAt, deadline, 0, storage);
  }

  /** Returns the same order, to be tried once more. */
  public StageOrder again() {
    return new StageOrder(
        attempt, submission, checkpoints, createdAt, deadline, retries + 1, storage);
  }
}

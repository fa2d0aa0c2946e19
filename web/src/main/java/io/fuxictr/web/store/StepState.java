package io.fuxictr.web.store;

import io.fuxictr.task.Checkpoint;
import io.fuxictr.task.StageStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * Where one stage of a task stands.
 *
 * @param status the status
 * @param startedAt when a worker first took up the current try
 * @param completedAt when it ended, well or badly
 * @param error why it failed, empty if it did not
 * @param retryCount how often it failed
 * @param checkpoint what the next attempt or the next stage starts from
 * @param checkpointAt when that was recorded
 */
public record StepState(
    StageStatus status,
    Optional<Instant> startedAt,
    Optional<Instant> completedAt,
    String error,
    int retryCount,
    Checkpoint checkpoint,
    Optional<Instant> checkpointAt) {

  /** Not taken up yet, nothing recorded. */
  public static final StepState FRESH =
      new StepState(
          StageStatus.PENDING,
          Optional.empty(),
          Optional.empty(),
          "",
          0,
          Checkpoint.EMPTY,
          Optional.empty());

  /** Returns whether the stage is done or had nothing to do. */
  public boolean isDone() {
    return status == StageStatus.COMPLETED || status == StageStatus.SKIPPED;
  }

  /** Returns whether the attempt at it has ended, well or badly. */
  public boolean isEnded() {
    return isDone() || status == StageStatus.FAILED;
  }

  /** Taken up by a worker; by another one, if the first died, it still began when it began. */
  StepState started(Instant at) {
    return new StepState(
        StageStatus.RUNNING,
        status == StageStatus.RUNNING ? startedAt.or(() -> Optional.of(at)) : Optional.of(at),
        Optional.empty(),
        "",
        retryCount,
        checkpoint,
        checkpointAt);
  }

  StepState done(Instant at, Checkpoint result, StageStatus how) {
    return new StepState(how, startedAt, Optional.of(at), "", retryCount, result, Optional.of(at));
  }

  StepState failed(Instant at, String why, int moreFailures) {
    return new StepState(
        StageStatus.FAILED,
        startedAt,
        Optional.of(at),
        why,
        retryCount + moreFailures,
        checkpoint,
        checkpointAt);
  }

  /** Waits to be tried again by itself; says why. */
  StepState waiting(String why) {
    return new StepState(
        StageStatus.PENDING,
        startedAt,
        Optional.empty(),
        why,
        retryCount + 1,
        checkpoint,
        checkpointAt);
  }

  /** To be done in a new attempt, from its checkpoint. */
  StepState resumed() {
    return new StepState(
        StageStatus.PENDING,
        Optional.empty(),
        Optional.empty(),
        "",
        retryCount,
        checkpoint,
        checkpointAt);
  }

  /** To be done in a new attempt, from the beginning. */
  StepState reset() {
    return new StepState(
        StageStatus.PENDING,
        Optional.empty(),
        Optional.empty(),
        "",
        retryCount,
        Checkpoint.EMPTY,
        Optional.empty());
  }

  /** Keeps the later of two checkpoints, whichever arrives last. */
  StepState saved(Instant at, Checkpoint newer) {
    if (checkpointAt.filter(known -> known.isAfter(at)).isPresent()) {
      return this;
    }
    return new StepState(status, startedAt, completedAt, error, retryCount, newer, Optional.of(at));
  }
}

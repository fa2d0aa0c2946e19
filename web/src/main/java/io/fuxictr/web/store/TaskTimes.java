package io.fuxictr.web.store;

import java.time.Instant;
import java.util.Optional;

/**
 * When a task moved.
 *
 * @param startedAt when a worker first took it up
 * @param attemptStartedAt when a worker took the current attempt up
 * @param completedAt when it came to its end
 * @param heartbeatAt last sign of life of its worker
 * @param runner the worker that holds it, or held it last
 */
public record TaskTimes(
    Optional<Instant> startedAt,
    Optional<Instant> attemptStartedAt,
    Optional<Instant> completedAt,
    Optional<Instant> heartbeatAt,
    Optional<String> runner) {

  /** Never moved. */
  public static final TaskTimes NONE =
      new TaskTimes(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  TaskTimes started(Instant at) {
    return new TaskTimes(
        Optional.of(startedAt.orElse(at)),
        Optional.of(attemptStartedAt.orElse(at)),
        Optional.empty(),
        heartbeatAt,
        runner);
  }

  TaskTimes ended(Instant at) {
    return new TaskTimes(startedAt, attemptStartedAt, Optional.of(at), heartbeatAt, runner);
  }

  TaskTimes requested() {
    return new TaskTimes(startedAt, Optional.empty(), Optional.empty(), heartbeatAt, runner);
  }

  /** Something was heard, though not from a worker. */
  TaskTimes heard(Instant at) {
    if (heartbeatAt.filter(known -> !known.isBefore(at)).isPresent()) {
      return this;
    }
    return new TaskTimes(startedAt, attemptStartedAt, completedAt, Optional.of(at), runner);
  }

  TaskTimes alive(Instant at, String worker) {
    if (heartbeatAt.filter(known -> known.isAfter(at)).isPresent()) {
      return this;
    }
    return new TaskTimes(
        startedAt, attemptStartedAt, completedAt, Optional.of(at), Optional.of(worker));
  }
}

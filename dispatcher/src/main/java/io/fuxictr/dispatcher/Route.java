package io.fuxictr.dispatcher;

import io.fuxictr.message.StageOrder;
import io.fuxictr.message.StageOutcome;
import io.fuxictr.message.Stop;
import io.fuxictr.message.TaskCommand;
import io.fuxictr.message.TaskEvent;
import io.fuxictr.message.TaskEvent.StageCompleted;
import io.fuxictr.message.TaskEvent.StageFailed;
import io.fuxictr.message.TaskEvent.TaskMoved;
import io.fuxictr.task.Checkpoint;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.task.Stage;
import io.fuxictr.task.StageFailure;
import io.fuxictr.task.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What follows from each message, as pure functions.
 *
 * @param settings how patient to be
 * @param now when the message is worked on
 */
record Route(DispatcherSettings settings, Instant now) {

  /**
   * Returns what follows from a start.
   *
   * @param wish how its user wants this attempt stopped, if that is so
   */
  List<Step> start(TaskCommand.Start start, Optional<Stop.Reason> wish) {
    return wish.map(reason -> List.of(halted(start.order(), reason)))
        .orElseGet(() -> send(start.order()));
  }

  /**
   * Returns what follows from an outcome.
   *
   * @param wish how its user wants this attempt stopped, if that is so; then a success comes too
   *     late for the next stage
   */
  List<Step> ended(StageOutcome outcome, Optional<Stop.Reason> wish) {
    boolean cancelled = isCancelled(wish);
    return switch (outcome) {
      case StageOutcome.Succeeded done -> succeeded(done, wish);
      case StageOutcome.Failed failed when cancelled -> List.of(cancelled(failed.order()));
      case StageOutcome.Failed failed -> failed(failed, wish);
      case StageOutcome.Cancelled stopped -> List.of(cancelled(stopped.order()));
      case StageOutcome.Paused paused when cancelled -> List.of(cancelled(paused.order()));
      case StageOutcome.Paused(StageOrder order, Checkpoint saved) ->
          List.of(
              about(order).ofStage(new TaskEvent.Saved(saved)), halted(order, Stop.Reason.PAUSED));
    };
  }

  private static boolean isCancelled(Optional<Stop.Reason> wish) {
    return wish.filter(reason -> reason == Stop.Reason.CANCELLED).isPresent();
  }

  private List<Step> succeeded(StageOutcome.Succeeded done, Optional<Stop.Reason> wish) {
    var steps = new ArrayList<Step>();
    steps.add(
        about(done.order())
            .ofStage(new StageCompleted(done.result(), done.metrics(), done.skipped())));
    if (isCancelled(wish)) {
      steps.add(cancelled(done.order()));
      return steps;
    }
    Optional<StageOrder> next =
        done.order()
            .attempt()
            .stage()
            .next()
            .map(stage -> done.order().after(done.result(), stage));
    if (next.isPresent() && isNothingToCarry(done)) {
      StageOrder carrying = next.orElseThrow();
      steps.add(about(carrying).ofStage(new StageCompleted(Checkpoint.EMPTY, Map.of(), true)));
      next = Optional.of(carrying.after(Checkpoint.EMPTY, Stage.MONITOR));
    }
    next.ifPresentOrElse(
        order ->
            steps.addAll(
                wish.map(reason -> List.of(halted(done.order(), reason)))
                    .orElseGet(() -> send(order))),
        () -> steps.add(about(done.order()).ofTask(new TaskMoved(TaskStatus.COMPLETED, ""))));
    return steps;
  }

  /** Without predictions there is nothing to transport. */
  private static boolean isNothingToCarry(StageOutcome.Succeeded done) {
    return done.order().attempt().stage() == Stage.INFER
        && (done.skipped() || Long.valueOf(0).equals(done.result().values().get("total_rows")));
  }

  private List<Step> send(StageOrder order) {
    return order.deadline().isAfter(now) ? List.of(new Step.Send(order)) : expired(order);
  }

  private List<Step> failed(StageOutcome.Failed failed, Optional<Stop.Reason> wish) {
    StageOrder order = failed.order();
    Duration delay = settings.retryDelay(order.retries());
    boolean again =
        failed.failure().isRetryable()
            && order.retries() < settings.retries()
            && order.deadline().isAfter(now.plus(delay));
    if (!again) {
      return failed(order, failed.failure());
    }
    Step told = about(order).ofStage(new StageFailed(failed.failure(), true));
    if (wish.isPresent()) {
      return List.of(told, halted(order, wish.get()));
    }
    return List.of(told, new Step.Later(new TaskCommand.Start(order.again()), delay));
  }

  /**
   * Returns what follows from a cancel or a pause.
   *
   * @param sight where the attempt was seen; waiting orders are taken back in this transaction
   */
  List<Step> halt(TaskCommand.Halt halt, Sight sight) {
    return switch (sight) {
      case Sight.Waiting(List<StageOrder> orders) ->
          List.of(halted(orders.getFirst(), halt.reason()));
      case Sight.Over() -> List.of();
      case Sight.Unseen() when halt.tries() >= settings.haltTries() -> List.of();
      case Sight.Unseen() ->
          List.of(
              new Step.Halt(new Stop(halt.task(), halt.attempt(), halt.reason())),
              new Step.Later(halt.again(), settings.haltInterval()));
    };
  }

  /**
   * Returns what follows from a question whether an attempt is still there. An order that waits for
   * its next try is seen by nobody, so the first search that finds nothing is repeated when it
   * would have come back; only the second one says so.
   *
   * @param where queue in which a message of the attempt lies
   */
  List<Step> probe(TaskCommand.Probe probe, Optional<String> where) {
    if (where.isPresent()) {
      return List.of(answer(probe, new TaskEvent.Seen(where.get())));
    }
    return probe.tries() == 0
        ? List.of(new Step.Later(probe.again(), settings.longestRest()))
        : List.of(answer(probe, new TaskEvent.Unseen(probe.silentSince())));
  }

  private Step answer(TaskCommand.Probe probe, TaskEvent.Body body) {
    String id = "probe-%s-%d-%d".formatted(probe.task(), probe.attempt(), now.toEpochMilli());
    return new Step.Tell(
        new TaskEvent(id, probe.task(), probe.attempt(), Optional.empty(), now, body));
  }

  /** Returns what follows from an order that killed or lost all its workers. */
  List<Step> dead(StageOrder order, Optional<Stop.Reason> wish) {
    if (isCancelled(wish)) {
      return List.of(cancelled(order));
    }
    return failed(
        order,
        new StageFailure(
            ErrorCode.LOST,
            "worker died %d times in %s; see its log for the reason, then retry, which resumes"
                .formatted(settings.deliveries(), order.attempt().stage().wireName())));
  }

  /** Returns what follows from an order that nobody took in time. */
  List<Step> expired(StageOrder order, Optional<Stop.Reason> wish) {
    return isCancelled(wish) ? List.of(cancelled(order)) : expired(order);
  }

  private List<Step> expired(StageOrder order) {
    return failed(
        order,
        new StageFailure(
            ErrorCode.TIMEOUT,
            "task timeout: %s waited for a worker past the deadline %s; start a worker for it, then retry, which resumes"
                .formatted(order.attempt().stage().wireName(), order.deadline())));
  }

  private List<Step> failed(StageOrder order, StageFailure failure) {
    return List.of(
        about(order).ofStage(new StageFailed(failure, false)),
        about(order).ofTask(new TaskMoved(TaskStatus.FAILED, failure.message())));
  }

  private Step halted(StageOrder order, Stop.Reason reason) {
    return switch (reason) {
      case CANCELLED -> cancelled(order);
      case PAUSED -> about(order).ofTask(new TaskMoved(TaskStatus.PAUSED, "paused by user"));
    };
  }

  private Step cancelled(StageOrder order) {
    return about(order).ofTask(new TaskMoved(TaskStatus.CANCELLED, "cancelled by user"));
  }

  private Telling about(StageOrder order) {
    return new Telling(order, now);
  }
}

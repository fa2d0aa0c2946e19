package io.fuxictr.dispatcher;

import io.fuxictr.message.StageOrder;
import io.fuxictr.message.StageOutcome;
import io.fuxictr.message.Stop;
import io.fuxictr.message.TaskCommand;
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
   * @param cancelled whether its user has asked to stop this attempt
   */
  List<Step> start(TaskCommand.Start start, boolean cancelled) {
    return cancelled ? List.of(cancelled(start.order())) : send(start.order());
  }

  /**
   * Returns what follows from an outcome.
   *
   * @param cancelled whether its user has asked to stop this attempt; then a success comes too late
   */
  List<Step> ended(StageOutcome outcome, boolean cancelled) {
    return switch (outcome) {
      case StageOutcome.Succeeded done -> succeeded(done, cancelled);
      case StageOutcome.Failed failed when cancelled -> List.of(cancelled(failed.order()));
      case StageOutcome.Failed failed -> failed(failed);
      case StageOutcome.Cancelled stopped -> List.of(cancelled(stopped.order()));
      case StageOutcome.Paused paused ->
          List.of(about(paused.order()).ofTask(new TaskMoved(TaskStatus.PAUSED, "")));
    };
  }

  private List<Step> succeeded(StageOutcome.Succeeded done, boolean cancelled) {
    var steps = new ArrayList<Step>();
    steps.add(
        about(done.order())
            .ofStage(new StageCompleted(done.result(), done.metrics(), done.skipped())));
    if (cancelled) {
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
        order -> steps.addAll(send(order)),
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

  private List<Step> failed(StageOutcome.Failed failed) {
    StageOrder order = failed.order();
    Duration delay = settings.retryDelay(order.retries());
    boolean again =
        failed.failure().isRetryable()
            && order.retries() < settings.retries()
            && order.deadline().isAfter(now.plus(delay));
    if (!again) {
      return failed(order, failed.failure());
    }
    return List.of(
        about(order).ofStage(new StageFailed(failed.failure(), true)),
        new Step.Later(new TaskCommand.Start(order.again()), delay));
  }

  /**
   * Returns what follows from a cancel.
   *
   * @param sight where the attempt was seen; waiting orders are taken back in this transaction
   */
  List<Step> cancel(TaskCommand.Cancel cancel, Sight sight) {
    return switch (sight) {
      case Sight.Waiting(List<StageOrder> orders) -> List.of(cancelled(orders.getFirst()));
      case Sight.Over() -> List.of();
      case Sight.Unseen() when cancel.tries() >= settings.cancelTries() -> List.of();
      case Sight.Unseen() ->
          List.of(
              new Step.Halt(new Stop(cancel.task(), cancel.attempt())),
              new Step.Later(
                  new TaskCommand.Cancel(cancel.task(), cancel.attempt(), cancel.tries() + 1),
                  settings.cancelInterval()));
    };
  }

  /** Returns what follows from an order that killed or lost all its workers. */
  List<Step> dead(StageOrder order, boolean cancelled) {
    if (cancelled) {
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
  List<Step> expired(StageOrder order, boolean cancelled) {
    return cancelled ? List.of(cancelled(order)) : expired(order);
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

  private Step cancelled(StageOrder order) {
    return about(order).ofTask(new TaskMoved(TaskStatus.CANCELLED, "cancelled by user"));
  }

  private Telling about(StageOrder order) {
    return new Telling(order, now);
  }
}

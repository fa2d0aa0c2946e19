package io.fuxictr.web.store;

import io.fuxictr.message.TaskEvent;
import io.fuxictr.task.Checkpoint;
import io.fuxictr.task.Stage;
import io.fuxictr.task.StageStatus;
import io.fuxictr.task.TaskId;
import io.fuxictr.task.TaskStatus;
import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Where a task stands: what its events, and the commands of its user, have made of it.
 *
 * <p>Events arrive late, twice and out of order. The number of the attempt decides: what happened
 * to an earlier one changes nothing any more, and how an attempt ended is not undone by what is
 * heard of it later.
 *
 * @param id the task
 * @param attempt number of the current attempt; 0 for a draft that was never started
 * @param status where the task as a whole stands
 * @param times when it moved
 * @param error why it failed, empty if it did not
 * @param datasetId run dataset, once there is one
 * @param steps every stage
 * @param dispatch what the dispatcher was asked
 */
public record TaskState(
    TaskId id,
    int attempt,
    TaskStatus status,
    TaskTimes times,
    String error,
    Optional<String> datasetId,
    Map<Stage, StepState> steps,
    Dispatch dispatch) {

  /** What a stage is said to have failed of when its user stopped it. */
  static final String CANCELLED_BY_USER = "cancelled by user";

  /** Why a task has failed that nothing was heard from, and of which the broker has no message. */
  static final String LOST = "lost with the broker's journal; retry resumes";

  /** Takes a copy of the steps and fills in those that are missing. */
  public TaskState {
    var all = new EnumMap<Stage, StepState>(Stage.class);
    for (Stage stage : Stage.ALL) {
      all.put(stage, steps.getOrDefault(stage, StepState.FRESH));
    }
    steps = Collections.unmodifiableMap(all);
  }

  /** Returns a task that nobody has asked to start. */
  public static TaskState draft(TaskId id) {
    return new TaskState(
        id, 0, TaskStatus.PENDING, TaskTimes.NONE, "", Optional.empty(), Map.of(), Dispatch.NONE);
  }

  /** Returns a stage. */
  public StepState step(Stage stage) {
    return steps.getOrDefault(stage, StepState.FRESH);
  }

  /** Returns how many stages are done. */
  public int currentStep() {
    return (int) steps.values().stream().filter(StepState::isDone).count();
  }

  /** Returns the first stage that is not done, if any is left. */
  public Optional<Stage> firstOpenStage() {
    return Stage.ALL.stream().filter(stage -> !step(stage).isDone()).findFirst();
  }

  /** Returns whether the task waits for somebody to start it. */
  public boolean isDraft() {
    return status == TaskStatus.PENDING && dispatch.startRequestedAt().isEmpty();
  }

  /** Returns whether the task is on its way, or about to be. */
  public boolean isActive() {
    return !status.isFinal() && !isDraft();
  }

  /** Returns whether the current attempt is over, as far as is known here. */
  private boolean isSettled() {
    return status.isFinal() || status == TaskStatus.PAUSED;
  }

  /** Returns when something was last heard of the current attempt, if it has been sent out. */
  private Optional<Instant> lastSign() {
    return Stream.of(times.heartbeatAt(), dispatch.dispatchedAt(), dispatch.sendingSince())
        .flatMap(Optional::stream)
        .max(Comparator.naturalOrder());
  }

  /** Returns the state that an event leaves behind; the same one if it changes nothing. */
  public TaskState after(TaskEvent event) {
    if (event.attempt() < attempt) {
      return this;
    }
    TaskState current = event.attempt() == attempt ? this : with(event.attempt());
    return switch (event.body()) {
      case TaskEvent.StageStarted(String worker) ->
          event.stage().map(stage -> current.begun(stage, event.at(), worker)).orElse(this);
      case TaskEvent.StageCompleted done ->
          event.stage().map(stage -> current.done(stage, event.at(), done)).orElse(this);
      case TaskEvent.StageFailed failed ->
          event.stage().map(stage -> current.failed(stage, event.at(), failed)).orElse(this);
      case TaskEvent.TaskMoved(TaskStatus to, String why) -> current.moved(to, event.at(), why);
      case TaskEvent.Saved(Checkpoint checkpoint) ->
          event.stage().map(stage -> current.saved(stage, event.at(), checkpoint)).orElse(this);
      case TaskEvent.Heartbeat(String worker) ->
          current.isSettled() ? this : current.at(current.times.alive(event.at(), worker));
      case TaskEvent.Seen _ ->
          current.isSettled() ? this : current.at(current.times.heard(event.at()));
      case TaskEvent.Unseen(Instant silentSince) -> current.unseen(silentSince, event.at());
      case TaskEvent.Logged _, TaskEvent.Progressed _, TaskEvent.Measured _ -> this;
    };
  }

  private TaskState begun(Stage stage, Instant at, String worker) {
    if (isSettled() || step(stage).isEnded()) {
      return this;
    }
    return with(stage, step -> step.started(at))
        .at(times.started(at).alive(at, worker))
        .with(TaskStatus.RUNNING);
  }

  private TaskState done(Stage stage, Instant at, TaskEvent.StageCompleted event) {
    boolean open = !status.isFinal() || status == TaskStatus.COMPLETED;
    if (!open || step(stage).isEnded()) {
      return this;
    }
    StageStatus how = event.skipped() ? StageStatus.SKIPPED : StageStatus.COMPLETED;
    TaskState next =
        with(stage, step -> step.done(at, event.checkpoint(), how)).withDataset(event.checkpoint());
    return isSettled() ? next : next.at(started(at).heard(at)).with(TaskStatus.RUNNING);
  }

  private TaskState failed(Stage stage, Instant at, TaskEvent.StageFailed event) {
    if (isSettled() || step(stage).isEnded()) {
      return this;
    }
    String why = event.failure().message();
    if (event.retrying()) {
      return with(stage, step -> step.waiting(why)).at(times.heard(at)).with(TaskStatus.RUNNING);
    }
    return with(stage, step -> step.failed(at, why, 1)).ended(TaskStatus.FAILED, at, why);
  }

  private TaskState moved(TaskStatus to, Instant at, String why) {
    if (status.isFinal() || status == to) {
      return this;
    }
    return switch (to) {
      case PENDING -> this;
      case RUNNING -> at(started(at)).with(TaskStatus.RUNNING);
      case PAUSED -> dispatch.cancel().isRequested() ? cancelled(at) : paused();
      case COMPLETED -> ended(TaskStatus.COMPLETED, at, "");
      case FAILED -> forRunning(step -> step.failed(at, why, 1)).ended(TaskStatus.FAILED, at, why);
      case CANCELLED -> cancelled(at);
    };
  }

  /**
   * The broker has no message of the attempt. That is the end of it, unless a sign of life has come
   * since the question was asked; the wish of its user, if there is one, is then as good as done.
   */
  private TaskState unseen(Instant silentSince, Instant at) {
    if (isSettled() || lastSign().filter(sign -> sign.isAfter(silentSince)).isPresent()) {
      return this;
    }
    if (dispatch.cancel().isRequested()) {
      return cancelled(at);
    }
    return dispatch.pause().isRequested()
        ? paused()
        : forRunning(step -> step.failed(at, LOST, 1)).ended(TaskStatus.FAILED, at, LOST);
  }

  private TaskState saved(Stage stage, Instant at, Checkpoint checkpoint) {
    if (status.isFinal() || step(stage).isEnded()) {
      return this;
    }
    return with(stage, step -> step.saved(at, checkpoint)).withDataset(checkpoint);
  }

  private TaskTimes started(Instant at) {
    return times.attemptStartedAt().isPresent() ? times : times.started(at);
  }

  /** Returns the task stopped by its user; a stage that was at work counts as failed. */
  public TaskState cancelled(Instant at) {
    return forRunning(step -> step.failed(at, CANCELLED_BY_USER, 0))
        .ended(TaskStatus.CANCELLED, at, "");
  }

  /** Returns the task stopped where nothing is lost, so that it can go on later. */
  public TaskState paused() {
    return forRunning(StepState::resumed).with(TaskStatus.PAUSED);
  }

  /** Returns a new attempt that goes on where the last one ended. */
  public TaskState resumed(Instant at) {
    if (firstOpenStage().isEmpty()) {
      return restarted(Stage.MONITOR, at);
    }
    var next = new EnumMap<Stage, StepState>(Stage.class);
    steps.forEach((stage, step) -> next.put(stage, step.isDone() ? step : step.resumed()));
    return requested(next, datasetId, at);
  }

  /** Returns a new attempt that does a stage and all later ones again from their beginning. */
  public TaskState restarted(Stage from, Instant at) {
    var next = new EnumMap<Stage, StepState>(Stage.class);
    steps.forEach(
        (stage, step) -> {
          boolean again = stage.order() >= from.order();
          next.put(stage, again ? step.reset() : step.isDone() ? step : step.resumed());
        });
    return requested(next, from == Stage.DATA_FETCH ? Optional.empty() : datasetId, at);
  }

  private TaskState requested(Map<Stage, StepState> next, Optional<String> dataset, Instant at) {
    return new TaskState(
        id,
        attempt + 1,
        TaskStatus.PENDING,
        times.requested(),
        "",
        dataset,
        next,
        Dispatch.requested(at));
  }

  /** Returns the same task with other words to the dispatcher. */
  public TaskState with(UnaryOperator<Dispatch> change) {
    return new TaskState(
        id, attempt, status, times, error, datasetId, steps, change.apply(dispatch));
  }

  private TaskState ended(TaskStatus how, Instant at, String why) {
    return new TaskState(id, attempt, how, times.ended(at), why, datasetId, steps, dispatch);
  }

  private TaskState forRunning(UnaryOperator<StepState> change) {
    TaskState next = this;
    for (Stage stage : Stage.ALL) {
      if (step(stage).status() == StageStatus.RUNNING) {
        next = next.with(stage, change);
      }
    }
    return next;
  }

  private TaskState with(Stage stage, UnaryOperator<StepState> change) {
    var next = new EnumMap<>(steps);
    next.put(stage, change.apply(step(stage)));
    return new TaskState(id, attempt, status, times, error, datasetId, next, dispatch);
  }

  private TaskState with(TaskStatus next) {
    return new TaskState(id, attempt, next, times, error, datasetId, steps, dispatch);
  }

  private TaskState with(int number) {
    return new TaskState(id, number, status, times, error, datasetId, steps, dispatch);
  }

  private TaskState at(TaskTimes next) {
    return new TaskState(id, attempt, status, next, error, datasetId, steps, dispatch);
  }

  private TaskState withDataset(Checkpoint checkpoint) {
    Optional<String> dataset = checkpoint.text("dataset_id").or(() -> datasetId);
    return new TaskState(id, attempt, status, times, error, dataset, steps, dispatch);
  }
}

package io.fuxictr.web.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.message.SubmissionCodec;
import io.fuxictr.task.Stage;
import io.fuxictr.task.TaskId;
import io.fuxictr.task.TaskStatus;
import io.fuxictr.web.intake.RefusedException.Reason;
import io.fuxictr.web.intake.SubmissionRules.Strictness;
import io.fuxictr.web.store.TaskDetails;
import io.fuxictr.web.store.TaskQueries;
import io.fuxictr.web.store.TaskRow;
import io.fuxictr.web.store.TaskState;
import io.fuxictr.web.store.TaskStore;
import io.fuxictr.web.store.Timestamps;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Everything a user can ask for: submit, change, start, pause, resume, retry, cancel, delete.
 * Checks it, writes it down, and leaves the sending to the {@link Outbox}.
 */
public final class SubmissionDesk {
  private static final int LONGEST_KEY = 255;

  private final TaskStore tasks;
  private final TaskQueries queries;
  private final SubmissionRules rules;
  private final Runnable outbox;
  private final InstantSource clock;

  SubmissionDesk(
      TaskStore tasks,
      TaskQueries queries,
      SubmissionRules rules,
      Runnable outbox,
      InstantSource clock) {
    this.tasks = tasks;
    this.queries = queries;
    this.rules = rules;
    this.outbox = outbox;
    this.clock = clock;
  }

  /**
   * Accepts a submission.
   *
   * @return the task, an older one if its key is known
   * @throws InvalidSubmissionException if it is not acceptable
   */
  public TaskId submit(ObjectNode body) {
    TaskId id = submit(List.of(checked(body, ""))).getFirst();
    outbox.run();
    return id;
  }

  List<TaskId> submit(List<TaskStore.NewTask> checked) {
    return tasks.insert(checked);
  }

  /**
   * Returns a submission that may become a task.
   *
   * @param fallbackKey key if the submission brings none; empty for none
   * @throws InvalidSubmissionException if it may not
   */
  TaskStore.NewTask checked(ObjectNode body, String fallbackKey) {
    JsonNode autoStart = body.path("auto_start");
    if (!autoStart.isMissingNode() && !autoStart.isNull() && !autoStart.isBoolean()) {
      throw new InvalidSubmissionException(
          List.of(
              FieldError.body(
                  "bool_type", "auto_start", "Input should be a valid boolean", autoStart)));
    }
    boolean start = autoStart.isBoolean() ? autoStart.booleanValue() : !isBlank(body);
    TaskDetails details = rules.check(body, start ? Strictness.READY : Strictness.DRAFT);
    return new TaskStore.NewTask(details, key(body, fallbackKey), start);
  }

  /** Older pages create a task by its name alone and fill it in later. */
  private static boolean isBlank(ObjectNode body) {
    return Stream.of("user", "model", "experiment_id", "sample_sql", "infer_sql")
        .allMatch(field -> body.path(field).isTextual() && body.path(field).textValue().isBlank());
  }

  private static String key(ObjectNode body, String fallback) {
    JsonNode key = body.path("submission_key");
    if (key.isMissingNode() || key.isNull()) {
      return fallback;
    }
    if (!key.isTextual() || key.textValue().isBlank() || key.textValue().length() > LONGEST_KEY) {
      throw new InvalidSubmissionException(
          List.of(
              FieldError.body(
                  "value_error",
                  "submission_key",
                  "must be a text of 1 to %d characters".formatted(LONGEST_KEY),
                  key)));
    }
    return key.textValue();
  }

  /**
   * Replaces what the user wrote down.
   *
   * @throws RefusedException if the task is on its way
   */
  public void edit(TaskId id, ObjectNode body) {
    TaskDetails details = rules.check(body, Strictness.DRAFT);
    boolean found =
        tasks.edit(
            id,
            details,
            state -> {
              if (state.status() != TaskStatus.PAUSED) {
                refuseIfActive(state, "cannot be changed");
              }
            });
    if (!found) {
      throw RefusedException.unknownTask();
    }
  }

  /**
   * Starts a draft, or runs a task that has ended once more from its beginning.
   *
   * @throws RefusedException if the task is on its way
   * @throws InvalidSubmissionException if the draft is not complete
   */
  public void start(TaskId id) {
    TaskRow row = queries.find(id).orElseThrow(RefusedException::unknownTask);
    checkComplete(row);
    change(
        id,
        state -> {
          refuseIfActive(state, "is under way already");
          return state.restarted(Stage.DATA_FETCH, now());
        });
    outbox.run();
  }

  /**
   * Tries a task that did not end well once more.
   *
   * @param from stage to begin again with; without it the task goes on where it ended
   * @throws RefusedException if the task neither failed nor was cancelled
   */
  public void retry(TaskId id, Optional<Stage> from) {
    TaskRow row = queries.find(id).orElseThrow(RefusedException::unknownTask);
    if (isStopped(row.status())) {
      checkComplete(row);
    }
    change(
        id,
        state -> {
          if (!isStopped(state.status())) {
            throw new RefusedException(
                Reason.BAD_REQUEST, "Cannot retry task with status: " + state.status().wireName());
          }
          return from.map(stage -> state.restarted(stage, now()))
              .orElseGet(() -> state.resumed(now()));
        });
    outbox.run();
  }

  private static boolean isStopped(TaskStatus status) {
    return status == TaskStatus.FAILED || status == TaskStatus.CANCELLED;
  }

  private void checkComplete(TaskRow row) {
    ObjectNode body = SubmissionCodec.write(row.details().submission());
    row.details().trainingServer().ifPresent(name -> body.put("training_server", name));
    row.details().inferenceServer().ifPresent(name -> body.put("inference_server", name));
    var _ = rules.check(body, Strictness.READY);
  }

  /**
   * Stops a task for good: at once if no worker can have it, otherwise when its worker has stopped.
   * Asking twice does no harm.
   *
   * @throws RefusedException if the task has ended, other than by a cancel
   */
  public void cancel(TaskId id) {
    change(
        id,
        state -> {
          if (state.status() == TaskStatus.COMPLETED || state.status() == TaskStatus.FAILED) {
            throw new RefusedException(
                Reason.CONFLICT, "Cannot cancel task with status: " + state.status().wireName());
          }
          return cancelled(state);
        });
    outbox.run();
  }

  private TaskState cancelled(TaskState state) {
    if (state.status().isFinal()) {
      return state;
    }
    if (state.status() == TaskStatus.PAUSED) {
      return state.cancelled(now());
    }
    return state.dispatch().sendingSince().isPresent()
        ? state.with(dispatch -> dispatch.cancelRequested(now()))
        : state.cancelled(now());
  }

  /**
   * Stops a task so that it can go on later: at once if no worker can have it, otherwise at the
   * next place at which nothing is lost. Asking twice does no harm before it has stopped.
   *
   * @throws RefusedException if the task is not on its way, or is being cancelled
   */
  public void pause(TaskId id) {
    change(
        id,
        state -> {
          if (!state.isActive() || state.status() == TaskStatus.PAUSED) {
            throw new RefusedException(
                Reason.CONFLICT,
                state.isDraft()
                    ? "Cannot pause a draft; it is not under way"
                    : "Cannot pause task with status: " + state.status().wireName());
          }
          if (state.dispatch().cancel().isRequested()) {
            throw new RefusedException(
                Reason.CONFLICT, "Task %s is being cancelled and cannot pause".formatted(id));
          }
          return state.dispatch().sendingSince().isPresent()
              ? state.with(dispatch -> dispatch.pauseRequested(now()))
              : state.paused();
        });
    outbox.run();
  }

  /**
   * Lets a paused task go on where it stopped.
   *
   * @throws RefusedException if the task is not paused
   */
  public void resume(TaskId id) {
    TaskRow row = queries.find(id).orElseThrow(RefusedException::unknownTask);
    if (row.status() == TaskStatus.PAUSED) {
      checkComplete(row);
    }
    change(
        id,
        state -> {
          if (state.status() != TaskStatus.PAUSED) {
            throw new RefusedException(
                Reason.CONFLICT,
                state.isActive() && state.dispatch().pause().isRequested()
                    ? "Task %s has not stopped yet; resume it when it is paused".formatted(id)
                    : "Cannot resume task with status: " + state.status().wireName());
          }
          return state.resumed(now());
        });
    outbox.run();
  }

  /**
   * Deletes a task that nobody works on.
   *
   * @return its last state
   * @throws RefusedException if it is on its way; cancel it first
   */
  public TaskState delete(TaskId id) {
    return tasks
        .delete(id, state -> refuseIfActive(state, "is still being stopped; delete it afterwards"))
        .orElseThrow(RefusedException::unknownTask);
  }

  /** Returns where a task stands. */
  public TaskState state(TaskId id) {
    return tasks.state(id).orElseThrow(RefusedException::unknownTask);
  }

  private void change(TaskId id, UnaryOperator<TaskState> change) {
    var _ = tasks.change(id, change).orElseThrow(RefusedException::unknownTask);
  }

  private static void refuseIfActive(TaskState state, String what) {
    if (state.isActive()) {
      throw new RefusedException(
          Reason.CONFLICT,
          "Task %s is %s and %s".formatted(state.id(), state.status().wireName(), what));
    }
  }

  private Instant now() {
    return Timestamps.cut(clock.instant());
  }
}

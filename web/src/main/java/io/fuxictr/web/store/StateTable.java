package io.fuxictr.web.store;

import static io.fuxictr.web.store.Timestamps.column;

import io.fuxictr.message.Json;
import io.fuxictr.task.Checkpoint;
import io.fuxictr.task.Stage;
import io.fuxictr.task.StageStatus;
import io.fuxictr.task.TaskId;
import io.fuxictr.task.TaskStatus;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link TaskState} in the tables {@code tasks} and {@code task_steps}. */
final class StateTable {

  private StateTable() {}

  /** Returns the state of a task, or nothing if there is no such task. */
  static Optional<TaskState> load(WriteSession session, TaskId id) {
    var steps = new EnumMap<Stage, StepState>(Stage.class);
    session
        .query("step-state", StateTable::step, id.value())
        .forEach(step -> steps.put(step.getKey(), step.getValue()));
    return session.query("task-state", row -> task(row, id, steps), id.value()).stream()
        .findFirst();
  }

  private static TaskState task(ResultSet row, TaskId id, Map<Stage, StepState> steps)
      throws SQLException {
    return new TaskState(
        id,
        row.getInt("attempt"),
        TaskStatus.ofWireName(row.getString("status")),
        new TaskTimes(
            instant(row, "started_at"),
            instant(row, "attempt_started_at"),
            instant(row, "completed_at"),
            instant(row, "heartbeat_at"),
            Optional.ofNullable(row.getString("runner_id"))),
        Optional.ofNullable(row.getString("error_message")).orElse(""),
        Optional.ofNullable(row.getString("dataset_id")),
        steps,
        new Dispatch(
            instant(row, "start_requested_at"),
            instant(row, "dispatch_started_at"),
            instant(row, "dispatched_at"),
            new Dispatch.Wish(instant(row, "cancel_requested_at"), instant(row, "cancel_sent_at")),
            new Dispatch.Wish(instant(row, "pause_requested_at"), instant(row, "pause_sent_at"))));
  }

  private static Map.Entry<Stage, StepState> step(ResultSet row) throws SQLException {
    var state =
        new StepState(
            StageStatus.ofWireName(row.getString("status")),
            instant(row, "started_at"),
            instant(row, "completed_at"),
            Optional.ofNullable(row.getString("error_message")).orElse(""),
            row.getInt("retry_count"),
            checkpoint(row.getString("checkpoint_data")),
            Optional.ofNullable(row.getString("checkpoint_at")).map(Instant::parse));
    return Map.entry(Stage.ofWireName(row.getString("step_name")), state);
  }

  private static Checkpoint checkpoint(@Nullable String json) {
    return json == null || json.isBlank() ? Checkpoint.EMPTY : new Checkpoint(Json.readMap(json));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Timestamps.read(row.getString(column));
  }

  /** Writes what differs between two states of a task. */
  static void save(WriteSession session, TaskState before, TaskState after, Instant now) {
    for (Stage stage : Stage.ALL) {
      if (!after.step(stage).equals(before.step(stage))) {
        save(session, after.id(), stage, after.step(stage));
      }
    }
    TaskTimes times = after.times();
    Dispatch dispatch = after.dispatch();
    session.update(
        "task-save",
        after.status().wireName(),
        after.currentStep(),
        after.attempt(),
        column(times.startedAt()),
        column(times.attemptStartedAt()),
        column(times.completedAt()),
        column(times.heartbeatAt()),
        times.runner().orElse(null),
        text(after.error()),
        after.datasetId().orElse(null),
        column(dispatch.startRequestedAt()),
        column(dispatch.sendingSince()),
        column(dispatch.dispatchedAt()),
        column(dispatch.cancel().requestedAt()),
        column(dispatch.cancel().sentAt()),
        column(dispatch.pause().requestedAt()),
        column(dispatch.pause().sentAt()),
        Timestamps.text(now),
        after.id().value());
  }

  /** Writes a stage. */
  static void save(WriteSession session, TaskId id, Stage stage, StepState step) {
    session.update(
        "step-save",
        id.value(),
        stage.wireName(),
        stage.order(),
        step.status().wireName(),
        column(step.startedAt()),
        column(step.completedAt()),
        text(step.error()),
        step.retryCount(),
        step.checkpoint().isEmpty() ? null : Json.write(step.checkpoint().values()),
        step.checkpointAt().map(Instant::toString).orElse(null));
  }

  private static @Nullable String text(String text) {
    return text.isEmpty() ? null : text;
  }
}

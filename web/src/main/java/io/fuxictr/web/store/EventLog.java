package io.fuxictr.web.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.message.Json;
import io.fuxictr.message.TaskEvent;
import io.fuxictr.task.Progress;
import io.fuxictr.task.Stage;
import io.fuxictr.task.TaskId;
import io.fuxictr.task.TaskStatus;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tables {@code task_events} and {@code metric_points}: what happened, in browsers' words. */
final class EventLog {
  private final WriteSession session;

  EventLog(WriteSession session) {
    this.session = session;
  }

  /** Records what browsers are told of an event itself; returns false if it is known already. */
  boolean record(TaskEvent event) {
    return switch (event.body()) {
      case TaskEvent.Logged(TaskEvent.Level level, String message) ->
          insert(
              event,
              "log",
              level.name(),
              Json.object().put("level", level.name()).put("message", message));
      case TaskEvent.Progressed(Progress progress) ->
          insert(
              event,
              "progress",
              null,
              Json.object()
                  .put("current", progress.done())
                  .put("total", progress.total())
                  .put("percent", progress.percent())
                  .put("message", progress.message()));
      case TaskEvent.Measured measured ->
          insert(event, "metric", null, metric(measured)) && insertPoint(event, measured);
      case TaskEvent.StageCompleted done -> insert(event, "complete", null, result(done));
      case TaskEvent.StageFailed failed ->
          insert(
              event,
              "error",
              null,
              Json.object()
                  .put("message", failed.failure().message())
                  .put("code", failed.failure().code().wireName())
                  .put("retrying", failed.retrying()));
      case TaskEvent.StageStarted _, TaskEvent.TaskMoved _ -> !isKnown(event.id());
      case TaskEvent.Unseen _ -> !isKnown(event.id());
      case TaskEvent.Saved _, TaskEvent.Heartbeat _, TaskEvent.Seen _ -> true;
    };
  }

  private static ObjectNode metric(TaskEvent.Measured measured) {
    ObjectNode json = Json.object().put("name", measured.name());
    if (Double.isFinite(measured.value())) {
      json.put("value", measured.value());
    } else {
      json.putNull("value");
    }
    json.put("unit", measured.unit());
    if (measured.epoch() > 0) {
      json.put("epoch", measured.epoch());
    }
    if (measured.batch() > 0) {
      json.put("batch", measured.batch());
    }
    return json;
  }

  private static ObjectNode result(TaskEvent.StageCompleted done) {
    ObjectNode json = Json.object();
    json.set("result", Json.toTree(new Figures(done.metrics()).byName()));
    if (done.skipped()) {
      json.put("skipped", true);
    }
    return json;
  }

  /** Tells where the task stands after an event, if it moved it, and why if that is news. */
  void recordMove(TaskEvent event, TaskState before, TaskState after) {
    String why = "";
    switch (event.body()) {
      case TaskEvent.TaskMoved(TaskStatus to, String message) when to == TaskStatus.FAILED ->
          recordError(event, after, message);
      case TaskEvent.Unseen _ when after.status() == TaskStatus.FAILED ->
          recordError(event, after, after.error());
      case TaskEvent.TaskMoved(TaskStatus _, String message) -> why = message;
      case TaskEvent.StageStarted _,
          TaskEvent.StageCompleted _,
          TaskEvent.StageFailed _,
          TaskEvent.Unseen _ -> {}
      case TaskEvent.Saved _,
          TaskEvent.Heartbeat _,
          TaskEvent.Seen _,
          TaskEvent.Logged _,
          TaskEvent.Progressed _,
          TaskEvent.Measured _ -> {
        return;
      }
    }
    ObjectNode data = status(after);
    if (why.isEmpty() && data.equals(status(before))) {
      return;
    }
    boolean ownRow =
        event.body() instanceof TaskEvent.StageStarted
            || event.body() instanceof TaskEvent.TaskMoved
            || event.body() instanceof TaskEvent.Unseen;
    String id = ownRow ? event.id() : event.id() + "/status";
    if (!why.isEmpty()) {
      data.put("message", why);
    }
    insert(id, after, StoredEvent.WORKFLOW, "status", data, event.at());
  }

  private void recordError(TaskEvent event, TaskState after, String message) {
    ObjectNode error = Json.object().put("message", message);
    insert(event.id() + "/error", after, StoredEvent.WORKFLOW, "error", error, event.at());
  }

  /** Tells where a task stands after a command. */
  void recordStatus(TaskState after, Instant at) {
    insert(null, after, StoredEvent.WORKFLOW, "status", status(after), at);
  }

  /** Returns the data of a status event. */
  static ObjectNode status(TaskState state) {
    ObjectNode json =
        Json.object()
            .put("status", state.status().wireName())
            .put("current_step", state.currentStep());
    ObjectNode steps = json.putObject("steps");
    for (Stage stage : Stage.ALL) {
      steps.put(stage.wireName(), state.step(stage).status().wireName());
    }
    return json;
  }

  private boolean isKnown(String id) {
    return !session.query("event-known", row -> row.getLong(1), id).isEmpty();
  }

  private boolean insert(TaskEvent event, String type, @Nullable String level, ObjectNode data) {
    return insert(
        event.id(),
        event.task(),
        event.attempt(),
        step(event.stage()),
        type,
        level,
        data,
        event.at());
  }

  private boolean insert(
      @Nullable String id, TaskState state, String step, String type, ObjectNode data, Instant at) {
    return insert(id, state.id(), state.attempt(), step, type, null, data, at);
  }

  private boolean insert(
      @Nullable String id,
      TaskId task,
      int attempt,
      String step,
      String type,
      @Nullable String level,
      ObjectNode json,
      Instant at) {
    String data = Json.write(json);
    String time = Timestamps.text(at);
    Optional<Long> seq =
        session.insert("event-insert", id, task.value(), attempt, step, type, level, data, time);
    seq.ifPresent(
        number ->
            session.tell(
                new StoredEvent(
                    number, task, attempt, step, type, level == null ? "" : level, data, time)));
    return seq.isPresent();
  }

  private boolean insertPoint(TaskEvent event, TaskEvent.Measured measured) {
    if (Double.isFinite(measured.value())) {
      session.update(
          "point-insert",
          event.task().value(),
          event.attempt(),
          step(event.stage()),
          measured.name(),
          measured.epoch(),
          measured.batch(),
          measured.value(),
          Timestamps.text(event.at()));
    }
    return true;
  }

  private static String step(Optional<Stage> stage) {
    return stage.map(Stage::wireName).orElse(StoredEvent.WORKFLOW);
  }
}

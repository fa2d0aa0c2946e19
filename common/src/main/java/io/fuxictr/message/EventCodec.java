package io.fuxictr.message;

import static io.fuxictr.message.MessageCodec.required;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.message.TaskEvent.Body;
import io.fuxictr.message.TaskEvent.Level;
import io.fuxictr.task.Checkpoint;
import io.fuxictr.task.Progress;
import io.fuxictr.task.Stage;
import io.fuxictr.task.TaskId;
import io.fuxictr.task.TaskStatus;
import java.time.Instant;
import java.util.Optional;

/** Events as JSON text and back. */
public final class EventCodec {

  private EventCodec() {}

  /** Returns the text of an event. */
  public static String write(TaskEvent event) {
    ObjectNode json =
        Json.object()
            .put("id", event.id())
            .put("type", type(event.body()))
            .put("task_id", event.task().value())
            .put("attempt", event.attempt())
            .put("at", event.at().toString());
    event.stage().ifPresent(stage -> json.put("stage", stage.wireName()));
    json.set("data", data(event.body()));
    return Json.write(json);
  }

  /** Returns the wire name of what happened. */
  public static String type(Body body) {
    return switch (body) {
      case TaskEvent.StageStarted _ -> "stage_started";
      case TaskEvent.StageCompleted _ -> "stage_completed";
      case TaskEvent.StageFailed _ -> "stage_failed";
      case TaskEvent.TaskMoved _ -> "task_moved";
      case TaskEvent.Saved _ -> "saved";
      case TaskEvent.Logged _ -> "log";
      case TaskEvent.Progressed _ -> "progress";
      case TaskEvent.Measured _ -> "metric";
      case TaskEvent.Heartbeat _ -> "heartbeat";
      case TaskEvent.Seen _ -> "seen";
      case TaskEvent.Unseen _ -> "unseen";
    };
  }

  private static ObjectNode data(Body body) {
    return switch (body) {
      case TaskEvent.StageStarted started -> Json.object().put("worker", started.worker());
      case TaskEvent.StageCompleted done -> {
        ObjectNode json = Json.object().put("skipped", done.skipped());
        json.set("checkpoint", Json.toTree(done.checkpoint().values()));
        json.set("metrics", Json.toTree(done.metrics()));
        yield json;
      }
      case TaskEvent.StageFailed failed ->
          MessageCodec.failure(failed.failure()).put("retrying", failed.retrying());
      case TaskEvent.TaskMoved moved ->
          Json.object().put("status", moved.status().wireName()).put("message", moved.message());
      case TaskEvent.Saved saved -> {
        ObjectNode json = Json.object();
        json.set("checkpoint", Json.toTree(saved.checkpoint().values()));
        yield json;
      }
      case TaskEvent.Logged logged ->
          Json.object().put("level", logged.level().name()).put("message", logged.message());
      case TaskEvent.Progressed(Progress progress) ->
          Json.object()
              .put("current", progress.done())
              .put("total", progress.total())
              .put("message", progress.message());
      case TaskEvent.Measured measured ->
          Json.object()
              .put("name", measured.name())
              .put("value", measured.value())
              .put("unit", measured.unit())
              .put("epoch", measured.epoch())
              .put("batch", measured.batch());
      case TaskEvent.Heartbeat heartbeat -> Json.object().put("worker", heartbeat.worker());
      case TaskEvent.Seen(String where) -> Json.object().put("where", where);
      case TaskEvent.Unseen(Instant since) -> Json.object().put("silent_since", since.toString());
    };
  }

  /**
   * Returns the event in a text.
   *
   * @throws InvalidMessageException if the text is none
   */
  public static TaskEvent read(String text) {
    return MessageCodec.reading("event", () -> event(Json.read(text)));
  }

  private static TaskEvent event(JsonNode json) {
    return new TaskEvent(
        required(json, "id").asText(),
        new TaskId(required(json, "task_id").asLong()),
        required(json, "attempt").asInt(),
        Optional.ofNullable(json.get("stage")).map(stage -> Stage.ofWireName(stage.asText())),
        Instant.parse(required(json, "at").asText()),
        body(required(json, "type").asText(), required(json, "data")));
  }

  private static Body body(String type, JsonNode data) {
    return switch (type) {
      case "stage_started" -> new TaskEvent.StageStarted(required(data, "worker").asText());
      case "stage_completed" ->
          new TaskEvent.StageCompleted(
              new Checkpoint(Json.toMap(required(data, "checkpoint"))),
              Json.toMap(required(data, "metrics")),
              data.path("skipped").asBoolean());
      case "stage_failed" ->
          new TaskEvent.StageFailed(MessageCodec.failure(data), data.path("retrying").asBoolean());
      case "task_moved" ->
          new TaskEvent.TaskMoved(
              TaskStatus.ofWireName(required(data, "status").asText()),
              data.path("message").asText());
      case "saved" -> new TaskEvent.Saved(new Checkpoint(Json.toMap(required(data, "checkpoint"))));
      case "log" ->
          new TaskEvent.Logged(
              Level.valueOf(required(data, "level").asText()), required(data, "message").asText());
      case "progress" ->
          new TaskEvent.Progressed(
              new Progress(
                  required(data, "current").asLong(),
                  required(data, "total").asLong(),
                  data.path("message").asText()));
      case "metric" ->
          new TaskEvent.Measured(
              required(data, "name").asText(),
              required(data, "value").asDouble(),
              data.path("unit").asText(),
              data.path("epoch").asInt(),
              data.path("batch").asLong());
      case "heartbeat" -> new TaskEvent.Heartbeat(required(data, "worker").asText());
      case "seen" -> new TaskEvent.Seen(required(data, "where").asText());
      case "unseen" -> new TaskEvent.Unseen(Instant.parse(required(data, "silent_since").asText()));
      default -> throw new InvalidMessageException("unknown type '" + type + "'");
    };
  }
}

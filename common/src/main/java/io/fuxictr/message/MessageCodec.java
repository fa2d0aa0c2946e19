package io.fuxictr.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.task.Attempt;
import io.fuxictr.task.Checkpoint;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.task.Stage;
import io.fuxictr.task.StageFailure;
import io.fuxictr.task.TaskId;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.EnumMap;

/**
 * Orders, outcomes, commands and stops as JSON text and back. The type of a message is a field of
 * its own, never a class name.
 *
 * <p>All {@code read} methods throw {@link InvalidMessageException} on anything else.
 */
public final class MessageCodec {

  /** Version of the schema, in the property {@link Addresses#VERSION} of each message. */
  public static final int VERSION = 1;

  private static final String TYPE = "type";
  private static final String ORDER = "order";

  private MessageCodec() {}

  /** Returns the text of an order. */
  public static String write(StageOrder order) {
    return Json.write(order(order));
  }

  /** Returns the order in a text. */
  public static StageOrder readOrder(String text) {
    return reading("order", () -> order(Json.read(text)));
  }

  /** Returns the text of an outcome. */
  public static String write(StageOutcome outcome) {
    ObjectNode json = Json.object().put(TYPE, type(outcome));
    json.set(ORDER, order(outcome.order()));
    switch (outcome) {
      case StageOutcome.Succeeded done -> {
        json.set("result", Json.toTree(done.result().values()));
        json.set("metrics", Json.toTree(done.metrics()));
        json.put("skipped", done.skipped());
      }
      case StageOutcome.Failed failed -> json.set("failure", failure(failed.failure()));
      case StageOutcome.Cancelled _, StageOutcome.Paused _ -> {}
    }
    return Json.write(json);
  }

  /** Returns the wire name of an outcome's type. */
  public static String type(StageOutcome outcome) {
    return switch (outcome) {
      case StageOutcome.Succeeded _ -> "succeeded";
      case StageOutcome.Failed _ -> "failed";
      case StageOutcome.Cancelled _ -> "cancelled";
      case StageOutcome.Paused _ -> "paused";
    };
  }

  /** Returns the text of a command. */
  public static String write(TaskCommand command) {
    ObjectNode json = Json.object().put(TYPE, type(command));
    switch (command) {
      case TaskCommand.Start start -> json.set(ORDER, order(start.order()));
      case TaskCommand.Cancel cancel ->
          json.put("task_id", cancel.task().value())
              .put("attempt", cancel.attempt())
              .put("tries", cancel.tries());
    }
    return Json.write(json);
  }

  /** Returns the wire name of a command's type. */
  public static String type(TaskCommand command) {
    return switch (command) {
      case TaskCommand.Start _ -> "start";
      case TaskCommand.Cancel _ -> "cancel";
    };
  }

  /** What arrives at {@link Addresses#DISPATCH}: a command or an outcome. */
  public sealed interface Dispatch {}

  /**
   * A command of the web server, or of the dispatcher to itself.
   *
   * @param command the command
   */
  public record Commanded(TaskCommand command) implements Dispatch {}

  /**
   * An outcome of a worker.
   *
   * @param outcome the outcome
   */
  public record Ended(StageOutcome outcome) implements Dispatch {}

  /** Returns the command or outcome in a text. */
  public static Dispatch readDispatch(String text) {
    return reading("command or outcome", () -> dispatch(Json.read(text)));
  }

  private static Dispatch dispatch(JsonNode json) {
    String type = required(json, TYPE).asText();
    return switch (type) {
      case "start" -> new Commanded(new TaskCommand.Start(order(required(json, ORDER))));
      case "cancel" ->
          new Commanded(
              new TaskCommand.Cancel(
                  new TaskId(required(json, "task_id").asLong()),
                  required(json, "attempt").asInt(),
                  json.path("tries").asInt()));
      case "succeeded" ->
          new Ended(
              new StageOutcome.Succeeded(
                  order(required(json, ORDER)),
                  new Checkpoint(Json.toMap(required(json, "result"))),
                  Json.toMap(required(json, "metrics")),
                  json.path("skipped").asBoolean()));
      case "failed" ->
          new Ended(
              new StageOutcome.Failed(
                  order(required(json, ORDER)), failure(required(json, "failure"))));
      case "cancelled" -> new Ended(new StageOutcome.Cancelled(order(required(json, ORDER))));
      case "paused" -> new Ended(new StageOutcome.Paused(order(required(json, ORDER))));
      default -> throw new InvalidMessageException("unknown type '" + type + "'");
    };
  }

  /** Returns the text of a stop. */
  public static String write(Stop stop) {
    return Json.write(
        Json.object().put("task_id", stop.task().value()).put("attempt", stop.attempt()));
  }

  /** Returns the stop in a text. */
  public static Stop readStop(String text) {
    return reading(
        "stop",
        () -> {
          ObjectNode json = Json.read(text);
          return new Stop(
              new TaskId(required(json, "task_id").asLong()), required(json, "attempt").asInt());
        });
  }

  private static ObjectNode order(StageOrder order) {
    Attempt attempt = order.attempt();
    ObjectNode json =
        Json.object()
            .put("task_id", attempt.task().value())
            .put("stage", attempt.stage().wireName())
            .put("attempt", attempt.number())
            .put("created_at", order.createdAt().toString())
            .put("deadline", order.deadline().toString())
            .put("retries", order.retries());
    json.set("submission", SubmissionCodec.write(order.submission()));
    ObjectNode checkpoints = json.putObject("checkpoints");
    for (Stage stage : Stage.ALL) {
      if (!order.checkpoint(stage).isEmpty()) {
        checkpoints.set(stage.wireName(), Json.toTree(order.checkpoint(stage).values()));
      }
    }
    return json;
  }

  private static StageOrder order(JsonNode json) {
    var checkpoints = new EnumMap<Stage, Checkpoint>(Stage.class);
    json.path("checkpoints")
        .properties()
        .forEach(
            entry ->
                checkpoints.put(
                    Stage.ofWireName(entry.getKey()),
                    new Checkpoint(Json.toMap(entry.getValue()))));
    return new StageOrder(
        new Attempt(
            new TaskId(required(json, "task_id").asLong()),
            Stage.ofWireName(required(json, "stage").asText()),
            required(json, "attempt").asInt()),
        SubmissionCodec.read(required(json, "submission")),
        checkpoints,
        Instant.parse(required(json, "created_at").asText()),
        Instant.parse(required(json, "deadline").asText()),
        json.path("retries").asInt());
  }

  static ObjectNode failure(StageFailure failure) {
    return Json.object().put("code", failure.code().wireName()).put("message", failure.message());
  }

  static StageFailure failure(JsonNode json) {
    return new StageFailure(
        ErrorCode.ofWireName(required(json, "code").asText()), required(json, "message").asText());
  }

  static JsonNode required(JsonNode json, String key) {
    JsonNode value = json.get(key);
    if (value == null || value.isNull()) {
      throw new InvalidMessageException("field '" + key + "' is missing");
    }
    return value;
  }

  static <T> T reading(String what, java.util.function.Supplier<T> parser) {
    try {
      return parser.get();
    } catch (InvalidMessageException | IllegalArgumentException | DateTimeException e) {
      throw new InvalidMessageException("not a valid " + what + ": " + e.getMessage(), e);
    }
  }
}

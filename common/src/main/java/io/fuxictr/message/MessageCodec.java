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
  private static final String TASK = "task_id";
  private static final String ATTEMPT = "attempt";
  private static final String TRIES = "tries";

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
      case StageOutcome.Paused paused -> json.set("saved", Json.toTree(paused.saved().values()));
      case StageOutcome.Cancelled _ -> {}
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
      case TaskCommand.Halt halt -> about(json, halt, halt.tries());
      case TaskCommand.Probe probe ->
          about(json, probe, probe.tries()).put("silent_since", probe.silentSince().toString());
    }
    return Json.write(json);
  }

  private static ObjectNode about(ObjectNode json, TaskCommand command, int tries) {
    return json.put(TASK, command.task().value()).put(ATTEMPT, command.attempt()).put(TRIES, tries);
  }

  /** Returns the wire name of a command's type. */
  public static String type(TaskCommand command) {
    return switch (command) {
      case TaskCommand.Start _ -> "start";
      case TaskCommand.Cancel _ -> "cancel";
      case TaskCommand.Pause _ -> "pause";
      case TaskCommand.Probe _ -> "probe";
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
          new Commanded(new TaskCommand.Cancel(task(json), attempt(json), tries(json)));
      case "pause" -> new Commanded(new TaskCommand.Pause(task(json), attempt(json), tries(json)));
      case "probe" ->
          new Commanded(
              new TaskCommand.Probe(
                  task(json),
                  attempt(json),
                  Instant.parse(required(json, "silent_since").asText()),
                  tries(json)));
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
      case "paused" ->
          new Ended(
              new StageOutcome.Paused(
                  order(required(json, ORDER)),
                  new Checkpoint(Json.toMap(required(json, "saved")))));
      default -> throw new InvalidMessageException("unknown type '" + type + "'");
    };
  }

  /** Returns the text of a stop. */
  public static String write(Stop stop) {
    return Json.write(
        Json.object()
            .put(TASK, stop.task().value())
            .put(ATTEMPT, stop.attempt())
            .put("reason", stop.reason().wireName()));
  }

  /** Returns the stop in a text. */
  public static Stop readStop(String text) {
    return reading(
        "stop",
        () -> {
          ObjectNode json = Json.read(text);
          return new Stop(
              task(json), attempt(json), Stop.Reason.ofWireName(required(json, "reason").asText()));
        });
  }

  private static TaskId task(JsonNode json) {
    return new TaskId(required(json, TASK).asLong());
  }

  private static int attempt(JsonNode json) {
    return required(json, ATTEMPT).asInt();
  }

  private static int tries(JsonNode json) {
    return json.path(TRIES).asInt();
  }

  private static ObjectNode order(StageOrder order) {
    Attempt attempt = order.attempt();
    ObjectNode json =
        Json.object()
            .put(TASK, attempt.task().value())
            .put("stage", attempt.stage().wireName())
            .put(ATTEMPT, attempt.number())
            .put("created_at", order.createdAt().toString())
            .put("deadline", order.deadline().toString())
            .put("retries", order.retries())
            .put("storage", order.storage());
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
        new Attempt(task(json), Stage.ofWireName(required(json, "stage").asText()), attempt(json)),
        SubmissionCodec.read(required(json, "submission")),
        checkpoints,
        Instant.parse(required(json, "created_at").asText()),
        Instant.parse(required(json, "deadline").asText()),
        json.path("retries").asInt(),
        json.path("storage").asText());
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

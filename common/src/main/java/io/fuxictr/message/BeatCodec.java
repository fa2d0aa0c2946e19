package io.fuxictr.message;

import static io.fuxictr.message.MessageCodec.required;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.task.Attempt;
import io.fuxictr.task.Stage;
import io.fuxictr.task.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** Signs of life of workers as JSON text and back. */
public final class BeatCodec {

  /** Type of such a message, in the property {@link Addresses#TYPE}. */
  public static final String TYPE = "worker_beat";

  private static final String STATE = "state";
  private static final String SINCE = "since";

  private BeatCodec() {}

  /** Returns the text of a beat. */
  public static String write(WorkerBeat beat) {
    ObjectNode json =
        Json.object()
            .put("type", TYPE)
            .put("worker", beat.worker())
            .put("host", beat.host())
            .put("pid", beat.pid())
            .put("stage", beat.stage().wireName())
            .put("at", beat.at().toString());
    json.set("activity", activity(beat.activity()));
    json.set("load", load(beat.load()));
    return Json.write(json);
  }

  /** Returns the wire name of what a worker is doing. */
  public static String state(WorkerBeat.Activity activity) {
    return switch (activity) {
      case WorkerBeat.Idle _ -> "idle";
      case WorkerBeat.Busy _ -> "busy";
      case WorkerBeat.Hindered _ -> "hindered";
      case WorkerBeat.Leaving _ -> "leaving";
    };
  }

  private static ObjectNode activity(WorkerBeat.Activity activity) {
    ObjectNode json =
        Json.object().put(STATE, state(activity)).put(SINCE, activity.since().toString());
    switch (activity) {
      case WorkerBeat.Busy(Attempt attempt, Instant _) ->
          json.put("task_id", attempt.task().value()).put("attempt", attempt.number());
      case WorkerBeat.Hindered(String why, Instant _) -> json.put("why", why);
      case WorkerBeat.Idle _, WorkerBeat.Leaving _ -> {}
    }
    return json;
  }

  private static ObjectNode load(WorkerBeat.Load load) {
    ObjectNode json = Json.object();
    load.cpuPercent().ifPresent(value -> json.put("cpu_percent", value));
    load.residentBytes().ifPresent(value -> json.put("resident_bytes", value));
    json.put("heap_bytes", load.heapBytes());
    ArrayNode gpus = json.putArray("gpus");
    load.gpus()
        .forEach(
            gpu ->
                gpus.addObject()
                    .put("index", gpu.index())
                    .put("name", gpu.name())
                    .put("percent", gpu.percent())
                    .put("used_bytes", gpu.usedBytes())
                    .put("total_bytes", gpu.totalBytes()));
    return json;
  }

  /** Returns whether a text, which came with the events, is a beat. */
  public static boolean isBeat(String text) {
    return Json.read(text).path("type").asText().equals(TYPE);
  }

  /**
   * Returns the beat in a text.
   *
   * @throws InvalidMessageException if the text is none
   */
  public static WorkerBeat read(String text) {
    return MessageCodec.reading("worker's beat", () -> beat(Json.read(text)));
  }

  private static WorkerBeat beat(JsonNode json) {
    Stage stage = Stage.ofWireName(required(json, "stage").asText());
    return new WorkerBeat(
        required(json, "worker").asText(),
        required(json, "host").asText(),
        required(json, "pid").asLong(),
        stage,
        Instant.parse(required(json, "at").asText()),
        activity(required(json, "activity"), stage),
        load(required(json, "load")));
  }

  private static WorkerBeat.Activity activity(JsonNode json, Stage stage) {
    Instant since = Instant.parse(required(json, SINCE).asText());
    String state = required(json, STATE).asText();
    return switch (state) {
      case "idle" -> new WorkerBeat.Idle(since);
      case "busy" ->
          new WorkerBeat.Busy(
              new Attempt(
                  new TaskId(required(json, "task_id").asLong()),
                  stage,
                  required(json, "attempt").asInt()),
              since);
      case "hindered" -> new WorkerBeat.Hindered(required(json, "why").asText(), since);
      case "leaving" -> new WorkerBeat.Leaving(since);
      default -> throw new InvalidMessageException("unknown state '" + state + "'");
    };
  }

  private static WorkerBeat.Load load(JsonNode json) {
    List<WorkerBeat.Gpu> gpus = new ArrayList<>();
    json.path("gpus")
        .forEach(
            gpu ->
                gpus.add(
                    new WorkerBeat.Gpu(
                        gpu.path("index").asInt(),
                        gpu.path("name").asText(),
                        gpu.path("percent").asInt(),
                        gpu.path("used_bytes").asLong(),
                        gpu.path("total_bytes").asLong())));
    JsonNode cpu = json.path("cpu_percent");
    JsonNode resident = json.path("resident_bytes");
    return new WorkerBeat.Load(
        cpu.isNumber() ? OptionalDouble.of(cpu.asDouble()) : OptionalDouble.empty(),
        resident.isNumber() ? OptionalLong.of(resident.asLong()) : OptionalLong.empty(),
        json.path("heap_bytes").asLong(),
        gpus);
  }
}

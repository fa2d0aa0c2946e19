package io.fuxictr.web.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.message.BeatCodec;
import io.fuxictr.message.Json;
import io.fuxictr.message.WorkerBeat;
import io.fuxictr.web.intake.WorkerBoard;
import io.fuxictr.web.store.Timestamps;

/** Workers as clients see them. */
final class WorkerJson {
  private static final String GONE = "gone";

  private WorkerJson() {}

  /** Returns a worker; what is not known of it is null. */
  static ObjectNode of(WorkerBoard.Worker worker) {
    WorkerBeat beat = worker.beat();
    ObjectNode json =
        Json.object()
            .put("worker", beat.worker())
            .put("host", beat.host())
            .put("pid", beat.pid())
            .put("step", beat.stage().wireName())
            .put("state", worker.gone() ? GONE : BeatCodec.state(beat.activity()))
            .put("since", Timestamps.text(worker.since()))
            .put("last_seen", Timestamps.text(worker.lastSeen()));
    putActivity(json, worker);
    putLoad(json, beat.load());
    return json;
  }

  private static void putActivity(ObjectNode json, WorkerBoard.Worker worker) {
    json.putNull("task_id").putNull("attempt").putNull("why");
    switch (worker.beat().activity()) {
      case WorkerBeat.Busy busy when !worker.gone() ->
          json.put("task_id", busy.attempt().task().value())
              .put("attempt", busy.attempt().number());
      case WorkerBeat.Hindered hindered when !worker.gone() -> json.put("why", hindered.why());
      case WorkerBeat.Busy _, WorkerBeat.Hindered _, WorkerBeat.Idle _, WorkerBeat.Leaving _ -> {}
    }
  }

  private static void putLoad(ObjectNode json, WorkerBeat.Load load) {
    json.putNull("cpu_percent").putNull("resident_bytes");
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
  }
}

package io.fuxictr.web.store;

import io.fuxictr.message.Json;
import io.fuxictr.message.TaskEvent;
import io.fuxictr.task.Stage;
import io.fuxictr.task.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The table {@code workflow_metrics}: one row per stage, and one for the report. */
final class FigureTable {
  private static final double BITS_PER_MEGABIT = 1e6;

  private FigureTable() {}

  /** Writes the figures that a stage ended with, over those of an earlier attempt. */
  static void save(
      WriteSession session, TaskState state, Stage stage, TaskEvent.StageCompleted done) {
    var metrics = new TreeMap<>(done.metrics());
    if (metrics.remove(MetricRow.REPORT) instanceof Map<?, ?> report) {
      saveReport(session, state.id(), report);
    }
    save(session, state.id(), stage, state.step(stage), new Figures(metrics));
  }

  private static void save(
      WriteSession session, TaskId task, Stage stage, StepState step, Figures figures) {
    double seconds = seconds(step, figures);
    long bytes = figures.count("bytes_transferred");
    session.update(
        "metric-save",
        task.value(),
        stage.wireName(),
        seconds,
        Timestamps.column(step.startedAt()),
        Timestamps.column(step.completedAt()),
        bytes,
        figures.count("files_transferred"),
        rate(figures.real("transfer_rate_mbps"), bytes, seconds),
        figures.count("epochs_completed"),
        figures.real("best_auc"),
        figures.real("best_loss"),
        figures.real("final_loss"),
        figures.count("rows_processed"),
        figures.real("inference_throughput"),
        others(figures.others()));
  }

  private static void saveReport(WriteSession session, TaskId task, Map<?, ?> report) {
    session.update(
        "metric-save",
        task.value(),
        MetricRow.REPORT,
        0.0,
        null,
        null,
        0,
        0,
        0.0,
        0,
        null,
        null,
        null,
        0,
        null,
        Json.write(report));
  }

  private static double seconds(StepState step, Figures figures) {
    Double told = figures.real("duration_seconds");
    if (told != null) {
      return told;
    }
    Instant end = step.completedAt().orElse(Instant.EPOCH);
    return Duration.between(step.startedAt().orElse(end), end).toMillis() / 1000.0;
  }

  private static double rate(@Nullable Double told, long bytes, double seconds) {
    if (told != null) {
      return told;
    }
    return seconds > 0 ? bytes * (double) Byte.SIZE / BITS_PER_MEGABIT / seconds : 0;
  }

  private static @Nullable String others(Map<String, Object> others) {
    return others.isEmpty() ? null : Json.write(others);
  }
}

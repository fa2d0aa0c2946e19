package io.fuxictr.monitor;

import io.fuxictr.task.Checkpoint;
import io.fuxictr.task.Stage;
import io.fuxictr.task.StageStatus;
import io.fuxictr.worker.Timing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/**
 * What one stage did, as far as its checkpoint tells.
 *
 * @param stage the stage
 * @param checkpoint what it left behind; empty if it was skipped
 */
record StageSummary(Stage stage, Checkpoint checkpoint) {

  /** Returns whether it did its work, or had nothing to do. */
  StageStatus status() {
    boolean skipped = checkpoint.isEmpty() || checkpoint.flag("skipped");
    return skipped ? StageStatus.SKIPPED : StageStatus.COMPLETED;
  }

  /** Returns the entry of the report's list of steps. */
  Map<String, Object> step() {
    var step = new LinkedHashMap<String, Object>();
    step.put("name", stage.wireName());
    step.put("status", status().wireName());
    for (String key : List.of(Timing.STARTED_AT, Timing.COMPLETED_AT, Timing.DURATION_SECONDS)) {
      copy(key, key, step);
    }
    return step;
  }

  /** Returns the figures of the stage, under the names of the metrics. */
  Map<String, Object> figures() {
    var figures = new LinkedHashMap<String, Object>();
    copy(Timing.DURATION_SECONDS, Timing.DURATION_SECONDS, figures);
    switch (stage) {
      case DATA_FETCH -> {
        copy("transfer_bytes", "bytes_transferred", figures);
        copy("train_rows", "train_rows", figures);
        copy("infer_rows", "infer_rows", figures);
      }
      case TRAIN -> {
        copy("epoch", "epochs_completed", figures);
        copy("best_epoch", "best_epoch", figures);
        copy("best_metric", "best_metric", figures);
        copy("best_auc", "best_auc", figures);
        copy("best_loss", "best_loss", figures);
        copy("final_loss", "final_loss", figures);
        copy("test_metrics", "test_metrics", figures);
        copy("calibration", "calibration", figures);
        copy("model_path", "model_path", figures);
      }
      case INFER -> copy("total_rows", "rows_processed", figures);
      case TRANSPORT -> {
        copy("transferred_bytes", "bytes_transferred", figures);
        copy("loaded_rows", "rows_processed", figures);
        copy("hive_table", "hive_table", figures);
      }
      case MONITOR -> {}
    }
    return figures;
  }

  private void copy(String key, String name, Map<String, Object> target) {
    Object value = checkpoint.values().get(key);
    if (value != null) {
      target.put(name, value);
    }
  }

  /** Returns the line that the user sees. */
  String line() {
    if (status() == StageStatus.SKIPPED) {
      return stage.wireName() + ": skipped";
    }
    var line = new StringJoiner(", ", stage.wireName() + ": ", "");
    line.add(
        checkpoint.values().containsKey(Timing.DURATION_SECONDS)
            ? String.format(Locale.ROOT, "%.1fs", checkpoint.real(Timing.DURATION_SECONDS))
            : "duration not known");
    switch (stage) {
      case DATA_FETCH -> {
        addCount(line, "train_rows", "rows to learn from");
        addCount(line, "infer_rows", "rows to score");
      }
      case TRAIN -> {
        addCount(line, "epoch", "epochs");
        addTestMetrics(line);
      }
      case INFER -> addCount(line, "total_rows", "rows scored");
      case TRANSPORT -> {
        addCount(line, "loaded_rows", "rows loaded");
        checkpoint.text("hive_table").ifPresent(table -> line.add("table " + table));
      }
      case MONITOR -> {}
    }
    return line.toString();
  }

  private void addCount(StringJoiner line, String key, String unit) {
    if (checkpoint.values().containsKey(key)) {
      line.add("%d %s".formatted(checkpoint.number(key), unit));
    }
  }

  /** One word per objective and metric, such as {@code test label_apply AUC 0.8123}. */
  private void addTestMetrics(StringJoiner line) {
    checkpoint
        .map("test_metrics")
        .forEach(
            (objective, metrics) -> {
              if (metrics instanceof Map<?, ?> byName) {
                line.add("test %s%s".formatted(objective, words(byName)));
              }
            });
  }

  private static String words(Map<?, ?> metrics) {
    var words = new StringBuilder();
    metrics.forEach(
        (name, value) ->
            words.append(
                value instanceof Number number
                    ? String.format(Locale.ROOT, " %s %.4f", name, number.doubleValue())
                    : " %s %s".formatted(name, value)));
    return words.toString();
  }
}

package io.fuxictr.web.store;

import java.util.List;
import java.util.Map;

/**
 * The figures of one stage, or the report on the whole task.
 *
 * @param step wire name of the stage, or {@code workflow_report}
 * @param values every column by name, then every further figure; values may be absent for NULL
 */
public record MetricRow(String step, Map<String, Object> values) {

  /** Row that holds the report on the whole task. */
  public static final String REPORT = "workflow_report";

  /** Figures that have a column of their own, in the order of the columns. */
  public static final List<String> FIGURES =
      List.of(
          "duration_seconds",
          "bytes_transferred",
          "files_transferred",
          "transfer_rate_mbps",
          "epochs_completed",
          "best_auc",
          "best_loss",
          "final_loss",
          "rows_processed",
          "inference_throughput");
}

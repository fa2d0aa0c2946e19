package io.fuxictr.deploy.demo;

import io.fuxictr.deploy.text.TextTable;
import java.io.PrintWriter;
import java.util.OptionalDouble;

/** A demonstration's result as text. */
public final class DemoReport {
  private DemoReport() {}

  /** Writes the tables. */
  public static void print(DemoResult result, PrintWriter out) {
    out.println();
    scores(result, out);
    out.println();
    durations(result, out);
    out.println();
    rows(result, out);
    out.println();
    out.printf("Dashboard: %s%n", result.dashboard());
  }

  private static void scores(DemoResult result, PrintWriter out) {
    boolean known =
        result.objectives().values().stream().anyMatch(score -> score.bestAuc().isPresent());
    var table =
        known
            ? new TextTable("objective", "test AUC", "best possible AUC", "test logloss")
            : new TextTable("objective", "test AUC", "test logloss");
    result
        .objectives()
        .forEach(
            (label, score) -> {
              String auc = figure(score.auc());
              String logloss = figure(score.logloss());
              if (known) {
                table.row(label, auc, best(score.bestAuc()), logloss);
              } else {
                table.row(label, auc, logloss);
              }
            });
    table.print(out);
    if (known) {
      out.println(
          "(best possible: reached by the probabilities that the outcomes were drawn with,"
              + " over all sample rows)");
    }
  }

  private static void durations(DemoResult result, PrintWriter out) {
    var table = new TextTable("stage", "seconds");
    result.seconds().forEach((stage, seconds) -> table.row(stage, "%7.1f".formatted(seconds)));
    table.print(out);
  }

  private static void rows(DemoResult result, PrintWriter out) {
    DemoResult.ResultRows some = result.table();
    out.printf(
        "%,d rows predicted; the first %d in table %s:%n",
        result.rowsPredicted(), some.rows().size(), some.table());
    var table = new TextTable(some.columns().toArray(String[]::new));
    some.rows().forEach(row -> table.row(row.toArray(String[]::new)));
    table.print(out);
  }

  private static String best(OptionalDouble auc) {
    return auc.isPresent() ? figure(auc.getAsDouble()) : "";
  }

  private static String figure(double value) {
    return "%.4f".formatted(value);
  }
}

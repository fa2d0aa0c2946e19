package io.fuxictr.deploy.bench;

import io.fuxictr.deploy.text.TextTable;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;

/** Measures what goes through the queues, beside the broker alone. */
public final class QueueBench {
  private final int submissions;
  private final int tasks;

  /**
   * Plans a measurement.
   *
   * @param submissions how many are sent in each of the three runs, at least 1
   * @param tasks how many pass through all five stages, at least 1
   */
  public QueueBench(int submissions, int tasks) {
    this.submissions = submissions;
    this.tasks = tasks;
  }

  /**
   * Measures and prints a table.
   *
   * @return whether nothing was lost or doubled
   */
  public boolean run(PrintWriter out) throws InterruptedException {
    SubmissionBench.Result in;
    try (var home = new BenchHome()) {
      in = new SubmissionBench(home, submissions).run();
    }
    TransitionBench.Result through;
    try (var home = new BenchHome()) {
      home.start("broker");
      through = new TransitionBench(home, tasks).run();
    }
    print(out, in, through);
    return in.sent() == in.stored();
  }

  private void print(PrintWriter out, SubmissionBench.Result in, TransitionBench.Result through) {
    var table = new TextTable("WHAT", "MEASURED", "BROKER ALONE", "RATIO");
    table.row(
        "durable submissions, queue to database",
        "%.0f /s".formatted(in.perSecond()),
        "%.0f /s".formatted(in.perSecondAlone()),
        ratio(in.perSecond(), in.perSecondAlone()));
    table.row(
        "stage transitions, one dispatcher",
        "%.0f /s".formatted(through.perSecond()),
        "%.0f /s".formatted(through.perSecondAlone()),
        ratio(through.perSecond(), through.perSecondAlone()));
    table.row("end of a stage to start of the next, p50", millis(through.p50()), "", "");
    table.row("end of a stage to start of the next, p99", millis(through.p99()), "", "");
    table.print(out);
    out.printf(
        "%nBroker killed in the middle of %,d submissions: %,d tasks, %,d lost, %,d doubled%n",
        in.sent(),
        in.stored(),
        Math.max(0, in.sent() - in.stored()),
        Math.max(0, in.stored() - in.sent()));
  }

  private static String ratio(double ours, double theirs) {
    return String.format(Locale.ROOT, "%.2f", ours / theirs);
  }

  private static String millis(Duration duration) {
    return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
  }
}

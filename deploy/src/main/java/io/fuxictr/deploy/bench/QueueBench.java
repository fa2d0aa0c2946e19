package io.fuxictr.deploy.bench;

import io.fuxictr.deploy.bench.Stopwatch.Rate;
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
    var table = new TextTable("WHAT", "MEASURED", "CPU EACH", "BROKER ALONE", "CPU EACH", "RATIO");
    row(table, "durable submissions, queue to database, one by one", in.oneByOne());
    row(table, "durable submissions, queue to database, together", in.together());
    row(table, "stage transitions, one dispatcher", through.ours(), through.alone());
    table.row("end of a stage to start of the next, p50", millis(through.p50()), "", "", "", "");
    table.row("end of a stage to start of the next, p99", millis(through.p99()), "", "", "", "");
    table.print(out);
    out.printf(
        "%nBroker killed in the middle of %,d submissions: %,d tasks, %,d lost, %,d doubled%n",
        in.sent(),
        in.stored(),
        Math.max(0, in.sent() - in.stored()),
        Math.max(0, in.stored() - in.sent()));
  }

  private static void row(TextTable table, String what, SubmissionBench.Comparison figures) {
    row(table, what, figures.ours(), figures.alone());
  }

  private static void row(TextTable table, String what, Rate ours, Rate alone) {
    table.row(
        what,
        "%.0f /s".formatted(ours.perSecond()),
        String.format(Locale.ROOT, "%.2f ms", ours.processorMillis()),
        "%.0f /s".formatted(alone.perSecond()),
        String.format(Locale.ROOT, "%.2f ms", alone.processorMillis()),
        String.format(Locale.ROOT, "%.2f", ours.perSecond() / alone.perSecond()));
  }

  private static String millis(Duration duration) {
    return String.format(Locale.ROOT, "%.1f ms", duration.toNanos() / 1e6);
  }
}

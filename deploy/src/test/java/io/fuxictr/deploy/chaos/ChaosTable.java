package io.fuxictr.deploy.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What became of all faults, a line for each kind. */
final class ChaosTable {

  private ChaosTable() {}

  /** Returns a table in Markdown. */
  static String of(List<Trial> trials) {
    var text = new StringBuilder();
    text.append("| fault | trials | survived | timed until | p50 | p99 | longest |\n");
    text.append("|---|---|---|---|---|---|---|\n");
    for (Fault fault : Fault.values()) {
      List<Trial> own = trials.stream().filter(trial -> trial.fault() == fault).toList();
      if (!own.isEmpty()) {
        text.append(line(fault, own));
      }
    }
    return text.toString();
  }

  private static String line(Fault fault, List<Trial> trials) {
    List<Duration> times =
        trials.stream().map(Trial::recovery).flatMap(Optional::stream).sorted().toList();
    return "| %s | %d | %d | %s | %s | %s | %s |%n"
        .formatted(
            fault.words(),
            trials.size(),
            trials.stream().filter(Trial::survived).count(),
            fault.until(),
            quantile(times, 0.5),
            quantile(times, 0.99),
            quantile(times, 1));
  }

  /** The smallest time that at least this share of all times does not exceed. */
  private static String quantile(List<Duration> sorted, double share) {
    if (sorted.isEmpty()) {
      return "–";
    }
    int index = (int) Math.ceil(share * sorted.size()) - 1;
    return "%.2f s".formatted(sorted.get(Math.max(0, index)).toMillis() / 1000.0);
  }
}

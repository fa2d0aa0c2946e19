package io.fuxictr.fetch;

import io.fuxictr.message.TaskEvent.Level;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Understands what Spark says while it works. */
final class SparkLog {
  /** For example {@code [Stage 1:=====> (3 + 2) / 10]}; several stages may follow each other. */
  private static final Pattern STAGE =
      Pattern.compile("\\[Stage (\\d+):[^(\\]]*\\((\\d+) \\+ \\d+\\) / (\\d+)\\]");

  private static final Pattern LEVEL = Pattern.compile("\\b(INFO|WARN|ERROR|DEBUG|TRACE)\\b");

  private SparkLog() {}

  /**
   * How far a stage of a query has come.
   *
   * @param stage its number
   * @param done tasks that are done
   * @param total all of them
   */
  record StageProgress(int stage, int done, int total) {}

  /** Returns the progress in a line, if that is what it is. */
  static Optional<StageProgress> progress(String line) {
    Matcher matcher = STAGE.matcher(line);
    Optional<StageProgress> last = Optional.empty();
    while (matcher.find()) {
      last =
          Optional.of(
              new StageProgress(
                  Integer.parseInt(matcher.group(1)),
                  Integer.parseInt(matcher.group(2)),
                  Integer.parseInt(matcher.group(3))));
    }
    return last;
  }

  /** Returns the level of a line of the standard error; one that names none is a warning. */
  static Level level(String line) {
    Matcher matcher = LEVEL.matcher(line);
    if (!matcher.find()) {
      return Level.WARNING;
    }
    return switch (matcher.group(1)) {
      case "ERROR" -> Level.ERROR;
      case "WARN" -> Level.WARNING;
      default -> Level.INFO;
    };
  }
}

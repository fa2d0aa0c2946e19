package io.fuxictr.deploy.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the processes of a fleet said, in the order in which it was heard. Thread-safe. */
final class Journal {
  private static final Pattern TAKEN =
      Pattern.compile(
          "(?:Taken: |Already done, telling it again: )(task \\d+, \\w+, attempt \\d+)");
  private static final Pattern LEFT =
      Pattern.compile(
          "(?:Done|Failed|Stopped \\(\\w+\\)|Already done, telling it again): (task \\d+, \\w+,"
              + " attempt \\d+)");

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition more = lock.newCondition();
  private final List<Line> lines = new ArrayList<>();
  private final Map<String, Work> held = new HashMap<>();

  /**
   * A line of a process.
   *
   * @param unit name of the process
   * @param pid its number
   * @param atNanos when it was heard, as {@link System#nanoTime}
   * @param text what it said
   */
  record Line(String unit, long pid, long atNanos, String text) {

    /** Returns the attempt at a stage that a worker took up with this line. */
    Optional<String> taken() {
      return attempt(TAKEN);
    }

    private Optional<String> attempt(Pattern pattern) {
      Matcher matcher = pattern.matcher(text);
      return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }
  }

  /**
   * What a worker has in hand.
   *
   * @param attempt task, stage and number, as the workers name it
   * @param pid process that has it
   * @param sinceNanos when it was taken up
   */
  record Work(String attempt, long pid, long sinceNanos) {}

  void heard(Line line) {
    lock.lock();
    try {
      lines.add(line);
      line.taken()
          .ifPresent(
              attempt -> held.put(line.unit(), new Work(attempt, line.pid(), line.atNanos())));
      line.attempt(LEFT).ifPresent(_ -> held.remove(line.unit()));
      more.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Notes that a process is gone, and with it what it had in hand. */
  void ended(String unit) {
    lock.lock();
    try {
      held.remove(unit);
    } finally {
      lock.unlock();
    }
  }

  /** Returns what a worker has in hand. */
  Optional<Work> held(String unit) {
    lock.lock();
    try {
      return Optional.ofNullable(held.get(unit));
    } finally {
      lock.unlock();
    }
  }

  /** Waits for a line that is heard after a moment; empty if none comes in time. */
  Optional<Line> await(Predicate<Line> wanted, long afterNanos, Duration patience)
      throws InterruptedException {
    long left = patience.toNanos();
    int seen = 0;
    lock.lock();
    try {
      while (true) {
        for (; seen < lines.size(); seen++) {
          Line line = lines.get(seen);
          if (line.atNanos() >= afterNanos && wanted.test(line)) {
            return Optional.of(line);
          }
        }
        if (left <= 0) {
          return Optional.empty();
        }
        left = more.awaitNanos(left);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns the last line that fits. */
  Optional<Line> last(Predicate<Line> wanted) {
    lock.lock();
    try {
      return lines.reversed().stream().filter(wanted).findFirst();
    } finally {
      lock.unlock();
    }
  }
}

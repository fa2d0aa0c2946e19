package io.fuxictr.deploy.lab;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/** How long the parts of a run took. */
final class Stopwatch {
  private final InstantSource clock;
  private final Map<String, Double> seconds = new LinkedHashMap<>();
  private Instant last;

  Stopwatch(InstantSource clock) {
    this.clock = clock;
    last = clock.instant();
  }

  /** Ends a part, which began when the one before ended. */
  void end(String part) {
    Instant now = clock.instant();
    seconds.put(part, Duration.between(last, now).toNanos() / 1e9);
    last = now;
  }

  /** Returns the seconds of each part that has ended, in order. */
  Map<String, Double> seconds() {
    return seconds;
  }
}

package io.fuxictr.deploy.bench;

import java.time.Duration;
import java.util.stream.Stream;

/** Measures how long many things of one kind take, and what they cost this process and its own. */
final class Stopwatch {
  private final long startNanos = System.nanoTime();
  private final Duration before = processorTime();

  /**
   * What was measured.
   *
   * @param perSecond how many things in a second
   * @param processorMillis time of processors that each took, in all programs together
   */
  record Rate(double perSecond, double processorMillis) {}

  /** Returns the rate of so many things since this was made. */
  Rate rate(int things) {
    double seconds = (System.nanoTime() - startNanos) / 1e9;
    double cost = processorTime().minus(before).toNanos() / 1e6;
    return new Rate(things / seconds, cost / things);
  }

  private static Duration processorTime() {
    ProcessHandle own = ProcessHandle.current();
    return Stream.concat(Stream.of(own), own.descendants())
        .flatMap(process -> process.info().totalCpuDuration().stream())
        .reduce(Duration.ZERO, Duration::plus);
  }
}

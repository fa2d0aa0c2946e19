package io.fuxictr.remote;

import java.time.Duration;

/** Waiting times between tries: each twice the one before, five minutes at most. */
public final class Backoff {
  private static final Duration LONGEST = Duration.ofMinutes(5);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final int MOST_DOUBLINGS = 20;

  private Backoff() {}

  /**
   * Returns how long to wait.
   *
   * @param base first waiting time
   * @param failures tries that have failed, at least 1
   */
  public static Duration delay(Duration base, int failures) {
    Duration delay = base.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    return delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
  }

  /**
   * Waits.
   *
   * @throws InterruptedException if the watch says so
   */
  public static void await(Duration delay, RemoteWatch watch) throws InterruptedException {
    long end = System.nanoTime() + delay.toNanos();
    for (long left = delay.toNanos(); left > 0; left = end - System.nanoTime()) {
      watch.checkStopped();
      Thread.sleep(Duration.ofNanos(Math.min(left, POLL.toNanos())));
    }
    watch.checkStopped();
  }
}

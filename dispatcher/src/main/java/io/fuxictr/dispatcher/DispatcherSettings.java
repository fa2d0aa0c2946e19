package io.fuxictr.dispatcher;

import java.time.Duration;

/**
 * How patient a dispatcher is.
 *
 * @param retries how often a stage with a passing failure is tried again by itself
 * @param firstRetry wait before the first of these; doubles each time
 * @param haltTries how often an attempt that is to be cancelled or paused is looked for
 * @param haltInterval wait between these
 * @param deliveries how often the broker delivers an order before it counts as dead; only told
 */
public record DispatcherSettings(
    int retries, Duration firstRetry, int haltTries, Duration haltInterval, int deliveries) {

  /** What the product runs with. */
  public static final DispatcherSettings DEFAULTS =
      new DispatcherSettings(3, Duration.ofSeconds(10), 60, Duration.ofSeconds(1), 10);

  Duration retryDelay(int retriesSoFar) {
    return firstRetry.multipliedBy(1L << retriesSoFar);
  }

  /** Returns a time after which an order that waited for its next try is back among the others. */
  Duration longestRest() {
    return retryDelay(Math.max(0, retries - 1)).plus(haltInterval);
  }
}

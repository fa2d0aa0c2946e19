package io.fuxictr.worker.order;

import io.fuxictr.link.BrokerLink;
import java.time.Duration;

/**
 * How a worker behaves.
 *
 * @param name host and process, as the user sees it
 * @param heartbeat interval of the signs of life while it works
 * @param connectionLimit how long the broker may be away before the attempt at hand is given up
 * @param pause rest after a failure that is not the stage's
 * @param grace how long a planned stop waits for the stage to stop
 */
public record WorkerSettings(
    String name, Duration heartbeat, Duration connectionLimit, Duration pause, Duration grace) {

  /** Returns what the product runs with. */
  public static WorkerSettings named(String name) {
    return new WorkerSettings(
        name,
        Duration.ofSeconds(30),
        BrokerLink.TIME_TO_LIVE,
        Duration.ofSeconds(1),
        Duration.ofSeconds(30));
  }

  /** Returns the same with another interval of the signs of life. */
  public WorkerSettings beating(Duration interval) {
    return new WorkerSettings(name, interval, connectionLimit, pause, grace);
  }

  /** Returns the same with another rest after a failure. */
  public WorkerSettings pausing(Duration afterFailure) {
    return new WorkerSettings(name, heartbeat, connectionLimit, afterFailure, grace);
  }
}

package io.fuxictr.worker.order;

import io.fuxictr.link.BrokerLink;
import java.time.Duration;

/**
 * How a worker behaves.
 *
 * @param name host and process, as the user sees it
 * @param host where it runs
 * @param heartbeat interval of the signs of life
 * @param connectionLimit how long the broker may be away before the attempt at hand is given up
 * @param pause rest after a failure that is not the stage's
 * @param grace how long a planned stop waits for the stage to stop
 */
public record WorkerSettings(
    String name,
    String host,
    Duration heartbeat,
    Duration connectionLimit,
    Duration pause,
    Duration grace) {

  /** Returns what the product runs with, for this process on a host. */
  public static WorkerSettings on(String host) {
    return named("%s:%d".formatted(host, ProcessHandle.current().pid()), host);
  }

  /** Returns what the product runs with, for one of several workers of a stage in this process. */
  public static WorkerSettings named(String name, String host) {
    return new WorkerSettings(
        name,
        host,
        Duration.ofSeconds(30),
        BrokerLink.TIME_TO_LIVE,
        Duration.ofSeconds(1),
        Duration.ofSeconds(30));
  }

  /** Returns the same with another interval of the signs of life. */
  public WorkerSettings beating(Duration interval) {
    return new WorkerSettings(name, host, interval, connectionLimit, pause, grace);
  }

  /** Returns the same with another rest after a failure. */
  public WorkerSettings pausing(Duration afterFailure) {
    return new WorkerSettings(name, host, heartbeat, connectionLimit, afterFailure, grace);
  }
}

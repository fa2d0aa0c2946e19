package io.fuxictr.broker;

import java.nio.file.Path;

/**
 * Where a broker keeps its messages, where it listens and what limits it has.
 *
 * @param dataDirectory home of the journal; one broker at a time
 * @param host to listen on
 * @param port to listen on; 0 to be reached only from within this process
 * @param inVmId number under which it is reached from within this process
 * @param minDiskFreeBytes free space below which senders are refused, so that there is room to
 *     recover
 * @param memoryBytes messages kept in memory; what is beyond goes to page files
 * @param deliveries how often an order is delivered before it counts as dead
 */
public record BrokerSettings(
    Path dataDirectory,
    String host,
    int port,
    int inVmId,
    long minDiskFreeBytes,
    long memoryBytes,
    int deliveries) {

  private static final long GIB = 1L << 30;

  /** Rejects ports outside 0 to 65535 and fewer than one delivery. */
  public BrokerSettings {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is not in 0 to 65535");
    }
    if (deliveries < 1) {
      throw new IllegalArgumentException("deliveries " + deliveries + " is below 1");
    }
  }

  /** Returns the usual settings for a data directory: not reached from outside this process. */
  public static BrokerSettings in(Path dataDirectory) {
    return new BrokerSettings(dataDirectory, "127.0.0.1", 0, 0, GIB, GIB / 8, 10);
  }

  /** Returns the same, listening for other processes too. */
  public BrokerSettings listening(String onHost, int onPort) {
    return new BrokerSettings(
        dataDirectory, onHost, onPort, inVmId, minDiskFreeBytes, memoryBytes, deliveries);
  }

  /** Returns the same with another limit for free disk space. */
  public BrokerSettings keepingFree(long bytes) {
    return new BrokerSettings(dataDirectory, host, port, inVmId, bytes, memoryBytes, deliveries);
  }

  boolean isListening() {
    return port > 0;
  }
}

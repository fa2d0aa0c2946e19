package io.fuxictr.broker;

import java.nio.file.Path;

/**
 * Where a broker keeps its messages, where it listens and what limits it has.
 *
 * @param dataDirectory home of the journal; one broker at a time
 * @param listening where it is reached from outside this process
 * @param inVmId number under which it is reached from within this process
 * @param minDiskFreeBytes free space below which senders are refused, so that there is room to
 *     recover
 * @param memoryBytes messages kept in memory; what is beyond goes to page files
 * @param deliveries how often an order is delivered before it counts as dead
 */
public record BrokerSettings(
    Path dataDirectory,
    Listening listening,
    int inVmId,
    long minDiskFreeBytes,
    long memoryBytes,
    int deliveries) {

  private static final long GIB = 1L << 30;

  /** Rejects fewer than one delivery. */
  public BrokerSettings {
    if (deliveries < 1) {
      throw new IllegalArgumentException("deliveries " + deliveries + " is below 1");
    }
  }

  /**
   * Creates settings of a broker with one door.
   *
   * @param port to listen on; 0 to be reached only from within this process
   */
  public BrokerSettings(
      Path dataDirectory,
      String host,
      int port,
      int inVmId,
      long minDiskFreeBytes,
      long memoryBytes,
      int deliveries) {
    this(
        dataDirectory, Listening.on(host, port), inVmId, minDiskFreeBytes, memoryBytes, deliveries);
  }

  /** Returns the usual settings for a data directory: not reached from outside this process. */
  public static BrokerSettings in(Path dataDirectory) {
    return new BrokerSettings(
        dataDirectory, "127.0.0.1", 0, 0, GIB, GIB / 8, BrokerPlan.DELIVERIES);
  }

  /** Returns the same, listening for other processes too. */
  public BrokerSettings listening(String onHost, int onPort) {
    return listening(Listening.on(onHost, onPort));
  }

  /** Returns the same with other doors. */
  public BrokerSettings listening(Listening doors) {
    return new BrokerSettings(
        dataDirectory, doors, inVmId, minDiskFreeBytes, memoryBytes, deliveries);
  }

  /** Returns the same with another limit for free disk space. */
  public BrokerSettings keepingFree(long bytes) {
    return new BrokerSettings(dataDirectory, listening, inVmId, bytes, memoryBytes, deliveries);
  }

  /** Returns the address to listen on. */
  public String host() {
    return listening.host();
  }

  /** Returns the port of our own programs, 0 if there is none. */
  public int port() {
    return listening.port();
  }

  boolean isListening() {
    return port() > 0;
  }
}

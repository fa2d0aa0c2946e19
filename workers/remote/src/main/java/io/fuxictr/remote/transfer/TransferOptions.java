package io.fuxictr.remote.transfer;

import java.time.Duration;
import java.util.OptionalLong;

/**
 * How files are carried.
 *
 * @param method by what
 * @param workers connections, or rsync processes, at the same time, at least 1
 * @param chunkBytes a larger file is carried in pieces of this size, at least 1
 * @param maxRetries how often the same bytes are tried again after a connection broke, at least 0
 * @param retryDelay how long is waited before the first of these tries; each time twice as long
 * @param bytesPerSecond most bytes per second of all connections together; empty for no limit
 * @param verifyChecksum whether checksums are compared, and not only sizes
 * @param timeLimit how long one command at the other host may take, such as one for checksums
 * @param silence how long rsync may hear nothing from the other side
 */
public record TransferOptions(
    Method method,
    int workers,
    long chunkBytes,
    int maxRetries,
    Duration retryDelay,
    OptionalLong bytesPerSecond,
    boolean verifyChecksum,
    Duration timeLimit,
    Duration silence) {

  /** By what files are carried from one host to another. */
  public enum Method {
    /** SFTP, unless the other host does not offer it; then rsync. */
    AUTO,
    /** SFTP, in this process. */
    SFTP,
    /** The program rsync, which has to be on both hosts. */
    RSYNC
  }

  /**
   * SFTP over four connections, pieces of 100 MiB, ten retries from five seconds on, no limit, with
   * checksums, which may take an hour.
   */
  public static final TransferOptions DEFAULTS =
      new TransferOptions(
          Method.AUTO,
          4,
          100L << 20,
          10,
          Duration.ofSeconds(5),
          OptionalLong.empty(),
          true,
          Duration.ofHours(1),
          Duration.ofMinutes(5));

  /** Rejects counts and limits that make no sense. */
  public TransferOptions {
    if (workers < 1 || chunkBytes < 1 || maxRetries < 0 || bytesPerSecond.orElse(1) < 1) {
      throw new IllegalArgumentException(
          "workers %d, chunk of %d bytes, %d retries, %s bytes per second"
              .formatted(workers, chunkBytes, maxRetries, bytesPerSecond));
    }
  }

  /** Returns the same by another method. */
  public TransferOptions by(Method other) {
    return new TransferOptions(
        other,
        workers,
        chunkBytes,
        maxRetries,
        retryDelay,
        bytesPerSecond,
        verifyChecksum,
        timeLimit,
        silence);
  }

  /** Returns the same with another number of connections and another size of the pieces. */
  public TransferOptions cut(int connections, long pieceBytes) {
    return new TransferOptions(
        method,
        connections,
        pieceBytes,
        maxRetries,
        retryDelay,
        bytesPerSecond,
        verifyChecksum,
        timeLimit,
        silence);
  }

  /** Returns the same with other retries. */
  public TransferOptions retrying(int times, Duration firstDelay) {
    return new TransferOptions(
        method,
        workers,
        chunkBytes,
        times,
        firstDelay,
        bytesPerSecond,
        verifyChecksum,
        timeLimit,
        silence);
  }

  /** Returns the same with a limit for all connections together. */
  public TransferOptions limitedTo(long bytes) {
    return new TransferOptions(
        method,
        workers,
        chunkBytes,
        maxRetries,
        retryDelay,
        OptionalLong.of(bytes),
        verifyChecksum,
        timeLimit,
        silence);
  }

  /** Returns the same without checksums: sizes are compared, and nothing else. */
  public TransferOptions sizesOnly() {
    return new TransferOptions(
        method,
        workers,
        chunkBytes,
        maxRetries,
        retryDelay,
        bytesPerSecond,
        false,
        timeLimit,
        silence);
  }

  /** Returns the same with another limit for one command at the other host. */
  public TransferOptions within(Duration limit) {
    return new TransferOptions(
        method,
        workers,
        chunkBytes,
        maxRetries,
        retryDelay,
        bytesPerSecond,
        verifyChecksum,
        limit,
        silence);
  }
}

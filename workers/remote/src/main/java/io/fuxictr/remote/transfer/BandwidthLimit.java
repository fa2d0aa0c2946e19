package io.fuxictr.remote.transfer;

import io.fuxictr.remote.Backoff;
import io.fuxictr.remote.RemoteWatch;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One allowance of bytes per second for all workers of a transfer. A worker pays before it moves
 * bytes, and waits for what was promised to others before it. Thread-safe.
 */
final class BandwidthLimit {
  private static final double NANOS = 1e9;
  private static final int PIECES_PER_SECOND = 8;

  /** What fits into one message of SFTP with its head. */
  private static final int LARGEST_PIECE = 255 << 10;

  private static final int SMALLEST_PIECE = 1 << 10;

  /** What one connection is to be able to carry, however long the answers take. */
  private static final double FAST_BYTES_PER_SECOND = 250e6;

  /** One on its way there, one in work, one answer on its way back. */
  private static final int SHALLOWEST = 3;

  /** With more under way, memory is busier than the line. */
  private static final int DEEPEST = 16;

  private final OptionalLong bytesPerSecond;
  private final int workers;

  /** Guards {@link #free}. */
  private final ReentrantLock lock = new ReentrantLock();

  /** When the next bytes may go, on the clock of {@link System#nanoTime}. */
  private long free = System.nanoTime();

  BandwidthLimit(OptionalLong bytesPerSecond, int workers) {
    this.bytesPerSecond = bytesPerSecond;
    this.workers = workers;
  }

  /** Returns how many bytes are moved at a time: a limited line is to flow, not to jerk. */
  int pieceBytes() {
    return Math.clamp(
        bytesPerSecond.orElse(Long.MAX_VALUE) / PIECES_PER_SECOND / workers,
        SMALLEST_PIECE,
        LARGEST_PIECE);
  }

  /**
   * Returns how many pieces may be under way unanswered: as many as a fast line holds, but no more,
   * since what waits at the server costs it time; and half a second's worth of the limit at most.
   *
   * @param roundTripNanos how long the server takes to answer
   */
  int depth(long roundTripNanos) {
    double line = roundTripNanos / NANOS * FAST_BYTES_PER_SECOND / pieceBytes();
    int deep = Math.clamp((long) Math.ceil(line), SHALLOWEST, DEEPEST);
    long half = bytesPerSecond.orElse(Long.MAX_VALUE) / 2 / workers;
    return Math.clamp(half / pieceBytes(), 1, deep);
  }

  /** Waits until so many bytes may go. */
  void pay(int bytes, RemoteWatch watch) throws InterruptedException {
    if (bytesPerSecond.isEmpty()) {
      return;
    }
    long wait;
    lock.lock();
    try {
      long now = System.nanoTime();
      long start = Math.max(now, free);
      free = start + (long) (bytes * NANOS / bytesPerSecond.getAsLong());
      wait = start - now;
    } finally {
      lock.unlock();
    }
    if (wait > 0) {
      Backoff.await(Duration.ofNanos(wait), watch);
    }
  }
}

package io.fuxictr.remote.transfer;

import io.fuxictr.remote.file.ByteCount;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * How fast bytes have been moving in the last ten seconds, and when they will all be there. Bytes
 * that were there before do not count as speed. Belongs to one thread.
 */
public final class TransferRate {
  private static final long WINDOW_NANOS = Duration.ofSeconds(10).toNanos();
  private static final long STEP_NANOS = Duration.ofMillis(200).toNanos();
  private static final long KNOWN_NANOS = Duration.ofSeconds(1).toNanos();
  private static final double NANOS = 1e9;
  private static final int MINUTE = 60;
  private static final int HOUR = 3600;

  private final LongSupplier nanoClock;
  private final Deque<Sample> samples = new ArrayDeque<>();

  private record Sample(long nanos, long done) {}

  /** Starts to measure when it is first told something. */
  public TransferRate() {
    this(System::nanoTime);
  }

  TransferRate(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
  }

  /**
   * Takes note of how far it is, and returns that in words, such as {@code Pulling files: 1.2GB of
   * 4.5GB, 81.3MB/s, 41 s left}.
   *
   * @param what what is done
   * @param done bytes there
   * @param total bytes in all
   */
  public String text(String what, long done, long total) {
    long now = nanoClock.getAsLong();
    sample(now, done);
    String far = "%s: %s of %s".formatted(what, ByteCount.text(done), ByteCount.text(total));
    Sample first = samples.getFirst();
    if (now - first.nanos() < KNOWN_NANOS || done == first.done()) {
      return far;
    }
    double perSecond = (done - first.done()) * NANOS / (now - first.nanos());
    return "%s, %s/s, %s left"
        .formatted(
            far, ByteCount.text((long) perSecond), span((long) ((total - done) / perSecond)));
  }

  private void sample(long now, long done) {
    if (samples.isEmpty() || now - samples.getLast().nanos() >= STEP_NANOS) {
      samples.addLast(new Sample(now, done));
    }
    while (samples.size() > 1 && now - samples.getFirst().nanos() > WINDOW_NANOS) {
      samples.removeFirst();
    }
  }

  private static String span(long seconds) {
    if (seconds < 2 * MINUTE) {
      return seconds + " s";
    }
    return seconds < 2 * HOUR ? seconds / MINUTE + " min" : seconds / HOUR + " h";
  }

  /**
   * Returns what is said at the end, such as {@code Transfer complete: 45.2GB in 569.0s
   * (81.3MB/s)}.
   *
   * @param bytes bytes that were carried
   * @param seconds how long it took
   */
  public static String complete(long bytes, double seconds) {
    return String.format(
        Locale.ROOT,
        "Transfer complete: %s in %.1fs (%s/s)",
        ByteCount.text(bytes),
        seconds,
        ByteCount.text(seconds > 0 ? (long) (bytes / seconds) : bytes));
  }
}

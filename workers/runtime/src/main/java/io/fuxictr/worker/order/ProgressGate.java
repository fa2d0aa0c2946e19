package io.fuxictr.worker.order;

import io.fuxictr.task.Progress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Thins out progress: at most two a second, but every begin and every end. Belongs to one attempt;
 * thread-safe.
 */
final class ProgressGate {
  private static final long LEAST_NANOS = Duration.ofMillis(500).toNanos();

  private @Nullable Progress last;
  private long lastNanos;

  /**
   * Returns whether to tell a progress.
   *
   * @param nanos the time, as of {@link System#nanoTime}
   */
  synchronized boolean passes(Progress progress, long nanos) {
    boolean due = last == null || nanos - lastNanos >= LEAST_NANOS;
    if (progress.equals(last) || !(due || isBegin(progress) || isEnd(progress))) {
      return false;
    }
    last = progress;
    lastNanos = nanos;
    return true;
  }

  private static boolean isBegin(Progress progress) {
    return progress.done() == 0;
  }

  private static boolean isEnd(Progress progress) {
    return progress.total() > 0 && progress.done() == progress.total();
  }
}

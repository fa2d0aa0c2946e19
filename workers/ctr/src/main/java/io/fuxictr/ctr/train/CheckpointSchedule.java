package io.fuxictr.ctr.train;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.LongSupplier;

/**
 * When checkpoints are written within an epoch.
 *
 * <p>Either every so many steps, or once a minute, but never so often that writing takes more than
 * a twentieth of the time.
 */
final class CheckpointSchedule {
  private static final long LEAST_NANOS = Duration.ofMinutes(1).toNanos();
  private static final long WORK_PER_WRITING = 20;

  private final OptionalInt steps;
  private final LongSupplier clock;
  private long written;
  private long cost;
  private long stepsSince;

  /**
   * Starts to count.
   *
   * @param steps between checkpoints; empty: go by time
   * @param clock nanoseconds, only ever more
   */
  CheckpointSchedule(OptionalInt steps, LongSupplier clock) {
    this.steps = steps;
    this.clock = clock;
    this.written = clock.getAsLong();
  }

  /** Counts a step and returns whether a checkpoint is due after it. */
  boolean dueAfterStep() {
    stepsSince++;
    if (steps.isPresent()) {
      return stepsSince >= steps.getAsInt();
    }
    return clock.getAsLong() - written >= Math.max(LEAST_NANOS, WORK_PER_WRITING * cost);
  }

  /** Writes a checkpoint. */
  @FunctionalInterface
  interface Writing {

    /** Writes it completely or not at all. */
    void run() throws InterruptedException;
  }

  /** Writes a checkpoint and starts to count anew. */
  void write(Writing checkpoint) throws InterruptedException {
    long begin = clock.getAsLong();
    checkpoint.run();
    written = clock.getAsLong();
    cost = written - begin;
    stepsSince = 0;
  }
}

package io.fuxictr.worker;

import io.fuxictr.task.Checkpoint;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * When an attempt at a stage began and how long it took, under the same keys for every stage:
 * {@value #STARTED_AT}, {@value #COMPLETED_AT} and {@value #DURATION_SECONDS}.
 */
public final class Timing {
  /** Key of the instant at which the attempt began, ISO-8601 in UTC. */
  public static final String STARTED_AT = "started_at";

  /** Key of the instant at which it was done, ISO-8601 in UTC. */
  public static final String COMPLETED_AT = "completed_at";

  /** Key of the time between the two, in seconds; also the name of the metric. */
  public static final String DURATION_SECONDS = "duration_seconds";

  private static final double MILLIS_PER_SECOND = 1000;

  private final InstantSource clock;
  private final Instant startedAt;

  private Timing(InstantSource clock) {
    this.clock = clock;
    this.startedAt = clock.instant();
  }

  /** Starts now. */
  public static Timing start(InstantSource clock) {
    return new Timing(clock);
  }

  /** Returns the seconds since the start, to the millisecond. */
  public double seconds() {
    return seconds(clock.instant());
  }

  /** Returns a checkpoint with the three keys; it is done now. */
  public Checkpoint addTo(Checkpoint checkpoint) {
    Instant now = clock.instant();
    return checkpoint
        .with(STARTED_AT, startedAt.toString())
        .with(COMPLETED_AT, now.toString())
        .with(DURATION_SECONDS, seconds(now));
  }

  private double seconds(Instant until) {
    return Duration.between(startedAt, until).toMillis() / MILLIS_PER_SECOND;
  }
}

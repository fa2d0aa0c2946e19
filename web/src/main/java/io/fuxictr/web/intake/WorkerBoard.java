package io.fuxictr.web.intake;

import io.fuxictr.message.WorkerBeat;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Who works here, as the workers' signs of life say. Kept in memory: after a start all workers are
 * known again within one interval. Thread-safe.
 */
public final class WorkerBoard {
  private static final int INTERVALS_UNTIL_GONE = 3;
  private static final Duration REMEMBERED = Duration.ofDays(1);
  private static final int MOST = 10_000;

  private final Duration untilGone;
  private final InstantSource clock;
  private final Map<String, Heard> workers = new ConcurrentHashMap<>();

  /**
   * Creates an empty board.
   *
   * @param interval time between two signs of life
   */
  WorkerBoard(Duration interval, InstantSource clock) {
    this.untilGone = interval.multipliedBy(INTERVALS_UNTIL_GONE);
    this.clock = clock;
  }

  /** A beat, and when it was heard by our clock. */
  private record Heard(WorkerBeat beat, Instant at) {}

  /**
   * A worker as it was last heard of.
   *
   * @param beat what it said last
   * @param lastSeen when that was heard
   * @param gone whether it has left, or said nothing for three intervals
   */
  public record Worker(WorkerBeat beat, Instant lastSeen, boolean gone) {

    /** Returns since when it does what it does, or is gone. */
    public Instant since() {
      return gone ? lastSeen : beat.activity().since();
    }
  }

  /** Takes note of a beat; one that is older than the last is dropped. */
  void hear(WorkerBeat beat) {
    var heard = new Heard(beat, clock.instant());
    workers.merge(
        beat.worker(),
        heard,
        (before, now) -> now.beat().at().isBefore(before.beat().at()) ? before : now);
    if (workers.size() > MOST) {
      forget(Duration.ZERO);
    }
  }

  /** Returns all workers of the last day, by stage and name. */
  public List<Worker> workers() {
    forget(REMEMBERED);
    return workers.values().stream()
        .map(heard -> new Worker(heard.beat(), heard.at(), isGone(heard)))
        .sorted(
            Comparator.comparing((Worker worker) -> worker.beat().stage())
                .thenComparing(worker -> worker.beat().worker()))
        .toList();
  }

  private void forget(Duration goneFor) {
    Instant limit = clock.instant().minus(untilGone).minus(goneFor);
    workers.values().removeIf(heard -> isGone(heard) && heard.at().isBefore(limit));
  }

  private boolean isGone(Heard heard) {
    return heard.beat().activity() instanceof WorkerBeat.Leaving
        || heard.at().plus(untilGone).isBefore(clock.instant());
  }
}

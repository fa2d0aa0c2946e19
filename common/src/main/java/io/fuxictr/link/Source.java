package io.fuxictr.link;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where a {@link TransactedLoop} takes its messages, and how many at a time.
 *
 * @param address name of the queue or topic; {@code address::queue} for a queue on a topic
 * @param kind whether it is a queue or a topic
 * @param most messages of one transaction, at least 1
 * @param linger how long a transaction that has a message waits for more
 * @param pause how long to rest at most after a failure
 * @param obstacle why no message is to be taken just now, empty if all is well; asked before each
 */
public record Source(
    String address,
    Kind kind,
    int most,
    Duration linger,
    Duration pause,
    Supplier<Optional<String>> obstacle) {

  /** Queue or topic. */
  public enum Kind {
    /** Each message goes to one consumer. */
    QUEUE,
    /** Each message goes to all who listen at that moment. */
    TOPIC
  }

  /** Returns a queue, one message per transaction. */
  public static Source queue(String name) {
    return new Source(name, Kind.QUEUE, 1, Duration.ZERO, Duration.ofSeconds(1), Optional::empty);
  }

  /** Returns a topic, one message per transaction. */
  public static Source topic(String name) {
    return new Source(name, Kind.TOPIC, 1, Duration.ZERO, Duration.ofSeconds(1), Optional::empty);
  }

  /**
   * Returns the same, with up to so many messages per transaction.
   *
   * @param within how long to wait for more after the first; zero to take those that are there
   */
  public Source batchesOf(int messages, Duration within) {
    return new Source(address, kind, messages, within, pause, obstacle);
  }

  /** Returns the same with another rest after a failure. */
  public Source pausing(Duration afterFailure) {
    return new Source(address, kind, most, linger, afterFailure, obstacle);
  }

  /** Returns the same, taking messages only while nothing is in the way. */
  public Source unless(Supplier<Optional<String>> inTheWay) {
    return new Source(address, kind, most, linger, pause, inTheWay);
  }
}

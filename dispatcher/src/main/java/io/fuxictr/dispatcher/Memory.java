package io.fuxictr.dispatcher;

import io.fuxictr.message.StageOrder;
import io.fuxictr.message.Stop;
import io.fuxictr.message.TaskCommand;
import io.fuxictr.task.Attempt;
import io.fuxictr.task.TaskId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * What a dispatcher happens to remember of recent attempts. It makes stopping quicker and drops
 * doubled outcomes; a dispatcher that starts with an empty memory comes to the same end, later.
 *
 * <p>It is read and written through a {@link Draft}, one per transaction, so that what a
 * transaction did not bring about is not remembered either.
 */
final class Memory {
  private static final int MOST = 10_000;

  /** An attempt at a whole task. */
  private record Key(TaskId task, int attempt) {

    static Key of(Attempt attempt) {
      return new Key(attempt.task(), attempt.number());
    }

    static Key of(TaskCommand command) {
      return new Key(command.task(), command.attempt());
    }
  }

  /** Guards all fields below. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Map<Key, Stop.Reason> wishes = bounded();
  private final Map<Key, Boolean> over = bounded();
  private final Map<Key, StageOrder> resting = bounded();
  private final Map<String, Boolean> handled = bounded();

  private static <K, V> Map<K, V> bounded() {
    return new LinkedHashMap<>() {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > MOST;
      }
    };
  }

  /** Returns an empty draft. */
  Draft draft() {
    return new Draft();
  }

  private <T> T locked(Supplier<T> question) {
    lock.lock();
    try {
      return question.get();
    } finally {
      lock.unlock();
    }
  }

  /** Who once wanted an attempt cancelled still does. */
  private static Stop.Reason graver(Stop.Reason before, Stop.Reason now) {
    return before == Stop.Reason.CANCELLED ? before : now;
  }

  /**
   * The memory together with what one transaction adds to it. The messages of the transaction see
   * what those before them added; everybody else does once it is {@link #keep kept}. For one
   * thread.
   */
  final class Draft {
    private final Map<Key, Stop.Reason> newWishes = new HashMap<>();
    private final Set<Key> newlyOver = new HashSet<>();

    /** Empty: it does not rest any more. */
    private final Map<Key, Optional<StageOrder>> newlyResting = new HashMap<>();

    private final Set<String> newlyHandled = new HashSet<>();

    private Draft() {}

    /** Notes that the user of an attempt wants it stopped. */
    void halting(TaskCommand.Halt halt) {
      newWishes.merge(Key.of(halt), halt.reason(), Memory::graver);
    }

    /** Returns how the user of an attempt wants it stopped, if that is so. */
    Optional<Stop.Reason> wish(Attempt attempt) {
      Key key = Key.of(attempt);
      Stop.Reason now = newWishes.get(key);
      Stop.Reason before = locked(() -> wishes.get(key));
      if (before == null || now == null) {
        return Optional.ofNullable(now == null ? before : now);
      }
      return Optional.of(graver(before, now));
    }

    /** Notes that nothing more will come of an attempt. */
    void ended(TaskId task, int attempt) {
      var key = new Key(task, attempt);
      newlyOver.add(key);
      newlyResting.put(key, Optional.empty());
    }

    boolean isOver(TaskCommand about) {
      Key key = Key.of(about);
      return newlyOver.contains(key) || locked(() -> over.containsKey(key));
    }

    /** Notes that an order waits for its next try. */
    void rests(StageOrder order) {
      newlyResting.put(Key.of(order.attempt()), Optional.of(order));
    }

    /** Notes that an order does not wait any more. */
    void woke(StageOrder order) {
      newlyResting.put(Key.of(order.attempt()), Optional.empty());
    }

    /** Returns the order of an attempt that waits for its next try, as far as is known. */
    Optional<StageOrder> resting(TaskCommand about) {
      Key key = Key.of(about);
      Optional<StageOrder> now = newlyResting.get(key);
      return now == null ? locked(() -> Optional.ofNullable(resting.get(key))) : now;
    }

    /** Notes that the outcome of an order has been worked on. */
    void handled(StageOrder order) {
      newlyHandled.add(Telling.name(order));
    }

    boolean isHandled(StageOrder order) {
      String name = Telling.name(order);
      return newlyHandled.contains(name) || locked(() -> handled.containsKey(name));
    }

    /** Makes all of it part of the memory: the transaction is committed. */
    void keep() {
      lock.lock();
      try {
        newWishes.forEach((key, reason) -> wishes.merge(key, reason, Memory::graver));
        newlyOver.forEach(key -> over.put(key, true));
        newlyResting.forEach(
            (key, order) ->
                order.ifPresentOrElse(known -> resting.put(key, known), () -> resting.remove(key)));
        newlyHandled.forEach(name -> handled.put(name, true));
      } finally {
        lock.unlock();
      }
    }
  }
}

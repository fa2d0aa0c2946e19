package io.fuxictr.dispatcher;

import io.fuxictr.message.StageOrder;
import io.fuxictr.message.Stop;
import io.fuxictr.message.TaskCommand;
import io.fuxictr.task.Attempt;
import io.fuxictr.task.TaskId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * What a dispatcher happens to remember of recent attempts. It makes stopping quicker and drops
 * doubled outcomes; a dispatcher that starts with an empty memory comes to the same end, later.
 */
final class Memory {
  private static final int MOST = 10_000;

  /** An attempt at a whole task. */
  private record Key(TaskId task, int attempt) {}

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

  /**
   * Notes that the user of an attempt wants it stopped; who once wanted it cancelled still does.
   */
  void halting(TaskCommand.Halt halt) {
    locked(
        () ->
            wishes.merge(
                key(halt),
                halt.reason(),
                (before, now) -> before == Stop.Reason.CANCELLED ? before : now));
  }

  /** Returns how the user of an attempt wants it stopped, if that is so. */
  Optional<Stop.Reason> wish(Attempt attempt) {
    return asked(() -> Optional.ofNullable(wishes.get(key(attempt))));
  }

  /** Notes that nothing more will come of an attempt. */
  void ended(TaskId task, int attempt) {
    locked(
        () -> {
          over.put(new Key(task, attempt), true);
          resting.remove(new Key(task, attempt));
        });
  }

  boolean isOver(TaskCommand about) {
    return asked(() -> over.containsKey(key(about)));
  }

  /** Notes that an order waits for its next try. */
  void rests(StageOrder order) {
    locked(() -> resting.put(key(order.attempt()), order));
  }

  /** Notes that an order does not wait any more. */
  void woke(StageOrder order) {
    locked(() -> resting.remove(key(order.attempt())));
  }

  /** Returns the order of an attempt that waits for its next try, as far as is known. */
  Optional<StageOrder> resting(TaskCommand about) {
    return asked(() -> Optional.ofNullable(resting.get(key(about))));
  }

  /** Notes that the outcome of an order has been worked on. */
  void handled(StageOrder order) {
    locked(() -> handled.put(Telling.name(order), true));
  }

  boolean isHandled(StageOrder order) {
    return asked(() -> handled.containsKey(Telling.name(order)));
  }

  private static Key key(Attempt attempt) {
    return new Key(attempt.task(), attempt.number());
  }

  private static Key key(TaskCommand command) {
    return new Key(command.task(), command.attempt());
  }

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
  }

  private <T> T asked(Supplier<T> question) {
    lock.lock();
    try {
      return question.get();
    } finally {
      lock.unlock();
    }
  }
}

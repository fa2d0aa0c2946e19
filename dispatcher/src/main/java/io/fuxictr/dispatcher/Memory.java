package io.fuxictr.dispatcher;

import io.fuxictr.message.StageOrder;
import io.fuxictr.message.TaskCommand;
import io.fuxictr.task.Attempt;
import io.fuxictr.task.TaskId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What a dispatcher happens to remember of recent attempts. It makes cancelling quicker and drops
 * doubled outcomes; a dispatcher that starts with an empty memory comes to the same end, later.
 */
final class Memory {
  private static final int MOST = 10_000;

  /** An attempt at a whole task. */
  private record Key(TaskId task, int attempt) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, Boolean> cancelled = bounded();
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

  /** Notes that the user of an attempt wants it stopped. */
  void cancelling(TaskCommand.Cancel cancel) {
    locked(() -> cancelled.put(new Key(cancel.task(), cancel.attempt()), true));
  }

  boolean isCancelled(Attempt attempt) {
    return asked(() -> cancelled.containsKey(key(attempt)));
  }

  /** Notes that nothing more will come of an attempt. */
  void ended(TaskId task, int attempt) {
    locked(
        () -> {
          over.put(new Key(task, attempt), true);
          resting.remove(new Key(task, attempt));
        });
  }

  boolean isOver(TaskCommand.Cancel cancel) {
    return asked(() -> over.containsKey(new Key(cancel.task(), cancel.attempt())));
  }

  /** Notes that an order waits for its next try. */
  void rests(StageOrder order) {
    locked(() -> resting.put(key(order.attempt()), order));
  }

  /** Notes that an order does not wait any more. */
  void woke(StageOrder order) {
    locked(() -> resting.remove(key(order.attempt())));
  }

  Optional<StageOrder> resting(TaskCommand.Cancel cancel) {
    return asked(() -> Optional.ofNullable(resting.get(new Key(cancel.task(), cancel.attempt()))));
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

  private void locked(Runnable change) {
    lock.lock();
    try {
      change.run();
    } finally {
      lock.unlock();
    }
  }

  private <T> T asked(java.util.function.Supplier<T> question) {
    lock.lock();
    try {
      return question.get();
    } finally {
      lock.unlock();
    }
  }
}

package io.fuxictr.dataset.build;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * Threads that work on the columns of a block side by side. Each column is worked on by one of
 * them, and all are done before the next block starts, so results do not depend on their number.
 */
final class ColumnCrew implements AutoCloseable {
  private final int threads;
  private final ExecutorService executor;

  ColumnCrew(int threads) {
    this.threads = threads;
    executor =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("dataset-", 0).factory());
  }

  /**
   * Does a piece of work for each column and returns when all are done.
   *
   * @throws InterruptedException if the caller was interrupted
   */
  void each(int columns, IntConsumer work) throws InterruptedException {
    var next = new AtomicInteger();
    Callable<Boolean> member =
        () -> {
          for (int i = next.getAndIncrement(); i < columns; i = next.getAndIncrement()) {
            work.accept(i);
          }
          return true;
        };
    List<Future<Boolean>> members = executor.invokeAll(Collections.nCopies(threads, member));
    for (Future<Boolean> done : members) {
      finish(done);
    }
  }

  /** Waits for work that was cut short, so that nobody writes to what is closed next. */
  @Override
  public void close() {
    executor.close();
  }

  private static void finish(Future<Boolean> done) throws InterruptedException {
    try {
      done.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error error -> throw error;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }
}

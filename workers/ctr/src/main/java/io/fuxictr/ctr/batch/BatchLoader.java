package io.fuxictr.ctr.batch;

import io.fuxictr.dataset.sample.SampleReader;
import io.fuxictr.dataset.sample.SampleSource;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Batches of one pass over a source, made on a thread of their own a few ahead of their use.
 *
 * <p>Closing it ends the thread, whether the pass is finished or not.
 */
public final class BatchLoader implements AutoCloseable {
  private static final int AHEAD = 2;

  private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(AHEAD);
  private final Thread thread;

  private BatchLoader(String name, Work work) {
    thread = Thread.ofPlatform().daemon().name(name).start(() -> produce(work));
  }

  /** What the loading thread does. */
  @FunctionalInterface
  interface Work {

    /** Hands all batches to a sink. */
    void run(Sink sink) throws InterruptedException;
  }

  /** Takes batches in order. */
  @FunctionalInterface
  interface Sink {

    /** Waits until there is room, then takes a batch. */
    void take(HostBatch batch) throws InterruptedException;
  }

  /** What waits for the consumer. */
  private sealed interface Item {

    /** A batch. */
    record Loaded(HostBatch batch) implements Item {}

    /** No more batches. */
    record Finished() implements Item {}

    /** The thread failed. */
    record Failed(RuntimeException cause) implements Item {}
  }

  /** Reads a source in its order; the last batch may be smaller. */
  public static BatchLoader inOrder(
      SampleSource source, FieldLayout layout, int batchSize, Labels labels) {
    return new BatchLoader("batches", sink -> readInOrder(source, layout, batchSize, labels, sink));
  }

  /** Starts a thread for a pass described elsewhere in this package. */
  static BatchLoader of(Work work) {
    return new BatchLoader("batches", work);
  }

  /**
   * Waits for the next batch; empty after the last.
   *
   * @throws RuntimeException what stopped the loading thread
   */
  public Optional<HostBatch> next() throws InterruptedException {
    return switch (queue.take()) {
      case Item.Loaded(HostBatch batch) -> Optional.of(batch);
      case Item.Finished finished -> {
        queue.put(finished);
        yield Optional.empty();
      }
      case Item.Failed(RuntimeException cause) -> throw cause;
    };
  }

  /** Ends the thread, and waits for its end even when interrupted. */
  @Override
  public void close() {
    thread.interrupt();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        queue.clear();
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns the thread that loads. */
  Thread thread() {
    return thread;
  }

  private void produce(Work work) {
    try {
      try {
        work.run(batch -> queue.put(new Item.Loaded(batch)));
        queue.put(new Item.Finished());
      } catch (RuntimeException e) {
        queue.put(new Item.Failed(e));
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void readInOrder(
      SampleSource source, FieldLayout layout, int batchSize, Labels labels, Sink sink)
      throws InterruptedException {
    SampleWindow window = new SampleWindow(layout, labels);
    try (SampleReader reader = source.open()) {
      WindowFiller filler = new WindowFiller(reader);
      while (filler.fill(window, batchSize)) {
        sink.take(window.pickInOrder());
        window.clear();
      }
    }
  }
}

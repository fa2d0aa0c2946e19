package io.fuxictr.ctr.batch;

import io.fuxictr.dataset.sample.SampleReader;
import io.fuxictr.dataset.sample.SampleSource;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The samples a model is trained on, in a new order each epoch.
 *
 * <p>Rows are shuffled within windows, one after the other; if all fit into one window, that is a
 * permutation of all, and they are read only once. The order follows from seed and epoch alone.
 * Batches never cross windows, whose size is a multiple of the batch size.
 */
public final class TrainingSamples {
  private final SampleSource source;
  private final Order order;
  private final int windowRows;

  /** Touched by one loading thread at a time; the previous one has ended before the next starts. */
  private final SampleWindow window;

  private boolean complete;

  /**
   * How samples follow each other.
   *
   * @param batchSize samples per batch
   * @param bufferRows samples that are shuffled together, at least
   * @param shuffled false to keep the order of the source
   * @param seed of all orders
   * @param dropSingle whether a last batch of one sample is left out, as batch norm asks for
   */
  public record Order(
      int batchSize, int bufferRows, boolean shuffled, long seed, boolean dropSingle) {

    /** Returns the order for a model with or without batch norm. */
    public Order forBatchNorm(boolean present) {
      return new Order(batchSize, bufferRows, shuffled, seed, present);
    }
  }

  /** Describes a pass; nothing is read yet. */
  public TrainingSamples(SampleSource source, FieldLayout layout, Order order) {
    this.source = source;
    this.order = order;
    this.window = new SampleWindow(layout, true);
    long whole = Math.ceilDiv((long) Math.max(order.bufferRows(), 1), order.batchSize());
    this.windowRows = (int) Math.min(whole * order.batchSize(), Integer.MAX_VALUE - 8);
  }

  /** Returns how many rows fit into a number of bytes, at least one. */
  public static int rowsIn(long bytes, FieldLayout layout) {
    long rows = bytes / Math.max(1, SampleWindow.bytesPerRow(layout));
    return Math.clamp(rows, 1, Integer.MAX_VALUE / 2);
  }

  /** Returns the number of batches in an epoch. */
  public long batches() {
    long rows = source.rows();
    long batches = Math.ceilDiv(rows, (long) order.batchSize());
    return order.dropSingle() && rows % order.batchSize() == 1 ? batches - 1 : batches;
  }

  /**
   * Starts to load an epoch. Only one may be open at a time.
   *
   * @param epoch counts from 1
   */
  public BatchLoader epoch(int epoch) {
    return BatchLoader.of(sink -> load(epoch, sink));
  }

  private void load(int epoch, BatchLoader.Sink sink) throws InterruptedException {
    SplittableRandom random = new SplittableRandom(order.seed() * 0x9E3779B97F4A7C15L + epoch);
    if (complete) {
      emit(random, sink);
      return;
    }
    window.clear();
    try (SampleReader reader = source.open()) {
      WindowFiller filler = new WindowFiller(reader);
      long seen = 0;
      while (filler.fill(window, windowRows)) {
        seen += window.rows();
        complete = seen == window.rows() && seen == source.rows();
        emit(random, sink);
        if (complete) {
          return;
        }
        window.clear();
      }
    }
  }

  private void emit(SplittableRandom random, BatchLoader.Sink sink) throws InterruptedException {
    int[] rows = IntStream.range(0, window.rows()).toArray();
    if (order.shuffled()) {
      shuffle(rows, random);
    }
    for (int from = 0; from < rows.length; from += order.batchSize()) {
      int count = Math.min(order.batchSize(), rows.length - from);
      if (count > 1 || !order.dropSingle()) {
        sink.take(window.pick(rows, from, count));
      }
    }
  }

  private static void shuffle(int[] rows, SplittableRandom random) {
    for (int i = rows.length - 1; i > 0; i--) {
      int j = random.nextInt(i + 1);
      int row = rows[i];
      rows[i] = rows[j];
      rows[j] = row;
    }
  }
}

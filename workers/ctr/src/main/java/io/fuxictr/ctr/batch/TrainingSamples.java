package io.fuxictr.ctr.batch;

import io.fuxictr.dataset.sample.SampleReader;
import io.fuxictr.dataset.sample.SampleSource;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The samples a model is trained on, in a new order each epoch.
 *
 * <p>Rows are shuffled within windows, one after the other; if all fit into one window, that is a
 * permutation of all, and they are read only once. The order within a window follows from seed,
 * epoch and the window's number alone, so that a pass can begin anywhere. Batches never cross
 * windows, whose size is a multiple of the batch size.
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
   * @param leastRows a last batch of fewer samples is left out: 1 keeps every sample, 2 is what
   *     batch norm asks for, the batch size makes all batches equal
   */
  public record Order(int batchSize, int bufferRows, boolean shuffled, long seed, int leastRows) {}

  /** Describes a pass; nothing is read yet. */
  public TrainingSamples(SampleSource source, FieldLayout layout, Order order) {
    this.source = source;
    this.order = order;
    this.window = new SampleWindow(layout, Labels.PRESENT);
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
    long whole = rows / order.batchSize();
    return whole + (keeps((int) (rows % order.batchSize())) ? 1 : 0);
  }

  /**
   * Starts to load an epoch. Only one may be open at a time.
   *
   * @param epoch counts from 1
   */
  public BatchLoader epoch(int epoch) {
    return epoch(epoch, 0);
  }

  /**
   * Starts to load what is left of an epoch. Only one may be open at a time.
   *
   * <p>Samples of windows that are left out are read, but neither stored nor shuffled.
   *
   * @param epoch counts from 1
   * @param done batches to leave out, the first of the epoch
   */
  public BatchLoader epoch(int epoch, long done) {
    return BatchLoader.of(sink -> load(epoch, done, sink));
  }

  private void load(int epoch, long done, BatchLoader.Sink sink) throws InterruptedException {
    int inWindow = windowRows / order.batchSize();
    int first = (int) (done / inWindow);
    int batch = (int) (done % inWindow);
    if (complete) {
      emit(random(epoch, 0), batch, sink);
      return;
    }
    window.clear();
    try (SampleReader reader = source.open()) {
      WindowFiller filler = new WindowFiller(reader);
      long seen = filler.skip((long) first * windowRows);
      for (int number = first; filler.fill(window, windowRows); number++) {
        seen += window.rows();
        complete = seen == window.rows() && seen == source.rows();
        emit(random(epoch, number), number == first ? batch : 0, sink);
        if (complete) {
          return;
        }
        window.clear();
      }
    }
  }

  private SplittableRandom random(int epoch, int number) {
    return new SplittableRandom(
        order.seed() * 0x9E3779B97F4A7C15L + epoch + number * 0xD1B54A32D192ED03L);
  }

  private void emit(SplittableRandom random, int first, BatchLoader.Sink sink)
      throws InterruptedException {
    int[] rows = IntStream.range(0, window.rows()).toArray();
    if (order.shuffled()) {
      shuffle(rows, random);
    }
    for (long from = (long) first * order.batchSize();
        from < rows.length;
        from += order.batchSize()) {
      int count = (int) Math.min(order.batchSize(), rows.length - from);
      if (count == order.batchSize() || keeps(count)) {
        sink.take(window.pick(rows, (int) from, count));
      }
    }
  }

  /** Returns whether the samples that are left for a last batch are trained on. */
  private boolean keeps(int rest) {
    return rest > 0 && rest >= order.leastRows();
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

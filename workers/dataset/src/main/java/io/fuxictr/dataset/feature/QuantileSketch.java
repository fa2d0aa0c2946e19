package io.fuxictr.dataset.feature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds quantiles of any number of values in bounded memory: exactly up to 65,536 values, beyond
 * that with a rank that is wrong by at most {@code (1 + log2(n / 65536)) / 131072} of all n values.
 *
 * <p>Values are gathered in a buffer. A full buffer is sorted, and of each two neighbours one is
 * passed on to the buffer of the next level, where it counts twice as much: by turns the lower and
 * the upper, so that errors do not add up. Nothing is drawn at random.
 *
 * <p>Source: Manku, Rajagopalan and Lindsay, <a
 * href="https://doi.org/10.1145/276305.276342">Approximate Medians and Other Quantiles in One Pass
 * and with Limited Memory</a>, SIGMOD 1998, with two buffers' worth of values per level.
 */
final class QuantileSketch {
  private static final int CAPACITY = 1 << 16;

  private final List<Level> levels = new ArrayList<>();
  private long count;

  QuantileSketch() {
    levels.add(new Level());
  }

  /** Values of one weight. */
  private static final class Level {
    private double[] values = new double[16];
    private int size;
    private boolean takesUpper;

    void add(double value) {
      if (size == values.length) {
        values = Arrays.copyOf(values, Math.min(CAPACITY, size * 2));
      }
      values[size++] = value;
    }
  }

  /** Adds a value that is not NaN. */
  void add(double value) {
    count++;
    levels.getFirst().add(value);
    for (int i = 0; levels.get(i).size == CAPACITY; i++) {
      compact(i);
    }
  }

  /**
   * Returns values that part what was added into intervals of equal count: the quantiles k/n with 0
   * &lt; k &lt; n, interpolated linearly between neighbours as NumPy does.
   *
   * @param intervals n, at least 1
   */
  double[] cuts(int intervals) {
    var cuts = new double[count == 0 ? 0 : intervals - 1];
    if (cuts.length == 0) {
      return cuts;
    }
    Sorted sorted = sorted();
    for (int k = 1; k < intervals; k++) {
      double rank = (double) k / intervals * (count - 1);
      double low = sorted.at((long) Math.floor(rank));
      double high = sorted.at((long) Math.ceil(rank));
      cuts[k - 1] = low + (high - low) * (rank - Math.floor(rank));
    }
    return cuts;
  }

  private void compact(int number) {
    Level level = levels.get(number);
    if (number + 1 == levels.size()) {
      levels.add(new Level());
    }
    Level next = levels.get(number + 1);
    Arrays.sort(level.values, 0, level.size);
    for (int i = level.takesUpper ? 1 : 0; i < level.size; i += 2) {
      next.add(level.values[i]);
    }
    level.takesUpper = !level.takesUpper;
    level.size = 0;
  }

  private Sorted sorted() {
    List<double[]> weighted = new ArrayList<>();
    for (int i = 0; i < levels.size(); i++) {
      Level level = levels.get(i);
      for (int j = 0; j < level.size; j++) {
        weighted.add(new double[] {level.values[j], 1L << i});
      }
    }
    weighted.sort((one, other) -> Double.compare(one[0], other[0]));
    var values = new double[weighted.size()];
    var ends = new long[values.length];
    long end = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = weighted.get(i)[0];
      end += (long) weighted.get(i)[1];
      ends[i] = end;
    }
    return new Sorted(values, ends);
  }

  /** Values in order, and for each the number of values up to it. */
  private static final class Sorted {
    private final double[] values;
    private final long[] ends;

    Sorted(double[] values, long[] ends) {
      this.values = values;
      this.ends = ends;
    }

    double at(long rank) {
      int found = Arrays.binarySearch(ends, rank + 1);
      return values[found >= 0 ? found : -found - 1];
    }
  }
}

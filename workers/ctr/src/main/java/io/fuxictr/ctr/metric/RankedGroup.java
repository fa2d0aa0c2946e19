package io.fuxictr.ctr.metric;

import java.util.Arrays;

/**
 * The samples of one group by descending prediction, equal ones in the order in which they were
 * added; the next group takes its place.
 *
 * <p>Ranks count from 0. Takes 9 bytes per sample of the largest group.
 */
final class RankedGroup {
  /** Keeps groups without a positive from dividing by zero, as the reference does. */
  static final double NOT_ZERO = 1e-12;

  private final long[] keys;
  private final boolean[] labels;
  private int size;
  private int positives;

  /** Makes room. */
  RankedGroup(int largest) {
    keys = new long[largest];
    labels = new boolean[largest];
  }

  void clear() {
    size = 0;
    positives = 0;
  }

  void add(float prediction, boolean positive) {
    keys[size] = (long) ~FloatOrder.of(prediction) << 32 | size;
    labels[size] = positive;
    positives += positive ? 1 : 0;
    size++;
  }

  /** Puts the samples in order, once all have been added. */
  void rank() {
    Arrays.sort(keys, 0, size);
  }

  int size() {
    return size;
  }

  int positives() {
    return positives;
  }

  boolean hasBothClasses() {
    return positives > 0 && positives < size;
  }

  boolean isPositive(int rank) {
    return labels[(int) keys[rank]];
  }

  double auc() {
    RocCurve curve = new RocCurve(positives, size - positives);
    int start = 0;
    while (start < size) {
      int end = start;
      int tiedPositives = 0;
      while (end < size && keys[end] >> 32 == keys[start] >> 32) {
        tiedPositives += isPositive(end) ? 1 : 0;
        end++;
      }
      curve.pass(tiedPositives, end - start - tiedPositives);
      start = end;
    }
    return curve.area();
  }
}

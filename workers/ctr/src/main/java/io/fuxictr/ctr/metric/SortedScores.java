package io.fuxictr.ctr.metric;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The samples of one objective whose label is known, by ascending prediction.
 *
 * <p>A sample is one long: the place of its prediction in the upper half, the bits of its label in
 * the lower; 8 bytes per sample, and as many again while they are sorted, at most.
 */
final class SortedScores {
  private final long[] keys;

  private SortedScores(long[] keys) {
    this.keys = keys;
  }

  /**
   * Sorts samples with finite predictions.
   *
   * @param known how many labels are known
   */
  static SortedScores of(ObjectiveScores scores, int known) {
    long[] keys = new long[known];
    int next = 0;
    for (int row = 0; row < scores.rows(); row++) {
      if (scores.isKnown(row)) {
        long label = Float.floatToRawIntBits(scores.label(row)) & 0xFFFF_FFFFL;
        keys[next++] = (long) FloatOrder.of(scores.prediction(row)) << 32 | label;
      }
    }
    Arrays.sort(keys);
    return new SortedScores(keys);
  }

  /** Returns the whole ROC curve of labels of 0 and 1. */
  RocCurve curve(long positives) {
    RocCurve curve = new RocCurve(positives, keys.length - positives);
    int end = keys.length;
    while (end > 0) {
      int start = end;
      long tiedPositives = 0;
      while (start > 0 && isTied(start - 1, end - 1)) {
        start--;
        tiedPositives += label(start) == 1f ? 1 : 0;
      }
      curve.pass(tiedPositives, end - start - tiedPositives);
      end = start;
    }
    return curve;
  }

  /**
   * Returns buckets of equal count from the lowest prediction to the highest: of n samples, bucket
   * i of b holds those from i · n / b to (i + 1) · n / b.
   *
   * @param most buckets; no more are made than there are samples
   */
  List<CalibrationBucket> calibration(int most) {
    int buckets = Math.min(most, keys.length);
    List<CalibrationBucket> table = new ArrayList<>();
    int start = 0;
    double labels = 0;
    int tied = 0;
    for (int i = 0; i < buckets; i++) {
      int end = (int) ((i + 1L) * keys.length / buckets);
      double predictionSum = 0;
      double labelSum = 0;
      for (int row = start; row < end; row++) {
        if (row >= tied) {
          tied = endOfTie(row);
          labels = meanLabel(row, tied);
        }
        predictionSum += prediction(row);
        labelSum += labels;
      }
      int rows = end - start;
      table.add(new CalibrationBucket(rows, predictionSum / rows, labelSum / rows));
      start = end;
    }
    return List.copyOf(table);
  }

  private int endOfTie(int start) {
    int end = start + 1;
    while (end < keys.length && isTied(start, end)) {
      end++;
    }
    return end;
  }

  private double meanLabel(int start, int end) {
    double sum = 0;
    for (int i = start; i < end; i++) {
      sum += label(i);
    }
    return sum / (end - start);
  }

  private boolean isTied(int a, int b) {
    return keys[a] >> 32 == keys[b] >> 32;
  }

  private float prediction(int i) {
    return FloatOrder.valueAt((int) (keys[i] >> 32));
  }

  private float label(int i) {
    return Float.intBitsToFloat((int) keys[i]);
  }
}

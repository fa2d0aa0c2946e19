package io.fuxictr.ctr.metric;

import java.util.Arrays;

/**
 * The area under the ROC curve: the probability that a positive sample is ranked above a negative
 * one, ties counting half.
 *
 * <p>Exact, from the ranks; n log n for n samples.
 */
final class Auc {
  private Auc() {}

  /**
   * Returns the area, or NaN if there is one class only or a prediction is not a number.
   *
   * @param predictions any order
   * @param labels 0 or 1
   */
  static double of(float[] predictions, float[] labels) {
    long[] keys = new long[predictions.length];
    for (int i = 0; i < keys.length; i++) {
      if (Float.isNaN(predictions[i])) {
        return Double.NaN;
      }
      keys[i] = (long) ordered(predictions[i]) << 1 | (labels[i] == 1f ? 1 : 0);
    }
    Arrays.sort(keys);
    return area(keys);
  }

  /** Maps floats to whole numbers of the same order; both zeros are equal. */
  private static int ordered(float value) {
    int bits = Float.floatToIntBits(value + 0f);
    return bits >= 0 ? bits : Integer.MIN_VALUE - bits;
  }

  private static double area(long[] keys) {
    double pairs = 0;
    long positives = 0;
    long negatives = 0;
    int start = 0;
    while (start < keys.length) {
      int end = start;
      long tiedPositives = 0;
      while (end < keys.length && keys[end] >> 1 == keys[start] >> 1) {
        tiedPositives += keys[end] & 1;
        end++;
      }
      long tiedNegatives = end - start - tiedPositives;
      pairs += tiedPositives * (negatives + 0.5 * tiedNegatives);
      positives += tiedPositives;
      negatives += tiedNegatives;
      start = end;
    }
    return positives == 0 || negatives == 0 ? Double.NaN : pairs / positives / negatives;
  }
}

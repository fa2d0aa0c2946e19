package io.fuxictr.dataset.feature;

import java.util.Arrays;

/**
 * Intervals of numbers: bucket 1 holds what is below the first cut, each other what is from one cut
 * to below the next, the last all the rest. Bucket 0 is for missing values.
 */
final class Buckets {
  private final double[] cuts;
  private final int size;

  /**
   * Creates intervals.
   *
   * @param cuts where one ends and the next starts, rising; equal ones leave an interval empty
   * @param size buckets in all, that of missing values included
   */
  Buckets(double[] cuts, int size) {
    this.cuts = cuts.clone();
    this.size = size;
  }

  int id(double value) {
    if (Double.isNaN(value)) {
      return 0;
    }
    int low = 0;
    int high = cuts.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (cuts[middle] <= value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low + 1;
  }

  int size() {
    return size;
  }

  double[] cuts() {
    return cuts.clone();
  }

  @Override
  public String toString() {
    return Arrays.toString(cuts);
  }
}

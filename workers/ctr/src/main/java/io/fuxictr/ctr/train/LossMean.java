package io.fuxictr.ctr.train;

/**
 * The mean of some losses.
 *
 * @param sum of the losses
 * @param count how many they are
 */
record LossMean(double sum, long count) {
  /** The mean of no losses. */
  static final LossMean NONE = new LossMean(0, 0);

  /** Returns the mean with one loss more. */
  LossMean plus(double loss) {
    return new LossMean(sum + loss, count + 1);
  }

  /** Returns the mean, NaN if there are no losses. */
  double value() {
    return sum / count;
  }
}

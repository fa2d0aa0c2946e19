package io.fuxictr.ctr.train;

/** The mean of losses since it was last taken. */
final class LossMean {
  private double sum;
  private long count;

  void add(double loss) {
    sum += loss;
    count++;
  }

  long count() {
    return count;
  }

  /** Returns the mean, NaN if there is none, and starts anew. */
  double take() {
    double mean = sum / count;
    sum = 0;
    count = 0;
    return mean;
  }
}

package io.fuxictr.ctr.metric;

/** The ROC curve, walked from the highest prediction to the lowest. */
final class RocCurve {
  private final long positives;
  private final long negatives;
  private long truePositives;
  private long falsePositives;
  private double pairs;
  private double distance;

  /** Begins at the origin. */
  RocCurve(long positives, long negatives) {
    this.positives = positives;
    this.negatives = negatives;
  }

  /** Goes past all samples of the next prediction. */
  void pass(long tiedPositives, long tiedNegatives) {
    pairs += tiedNegatives * (truePositives + 0.5 * tiedPositives);
    truePositives += tiedPositives;
    falsePositives += tiedNegatives;
    distance =
        Math.max(
            distance, (double) truePositives / positives - (double) falsePositives / negatives);
  }

  /** Returns the area under it; NaN if there is one class only. */
  double area() {
    return pairs / positives / negatives;
  }

  /** Returns the greatest distance from the diagonal, upwards; NaN if there is one class only. */
  double distance() {
    return distance;
  }
}

package io.fuxictr.ctr.metric;

/** Sums over the samples of one objective whose label is known. */
final class PointSums {
  private static final double EPSILON = Math.ulp(1.0);

  private final double threshold;
  private long rows;
  private long notFinite;
  private long positives;
  private long above;
  private long hits;
  private double logLoss;
  private double squared;
  private double absolute;
  private double predictions;
  private double labels;

  private PointSums(double threshold) {
    this.threshold = threshold;
  }

  /** Adds up all rows. */
  static PointSums of(ObjectiveScores scores) {
    PointSums sums = new PointSums(scores.objective().threshold());
    boolean binary = scores.objective().kind() == Objective.Kind.BINARY;
    for (int row = 0; row < scores.rows(); row++) {
      if (scores.isKnown(row)) {
        sums.add(scores.prediction(row), scores.label(row));
        if (binary) {
          sums.classify(scores.prediction(row), scores.label(row) == 1f);
        }
      }
    }
    return sums;
  }

  private void add(double prediction, double label) {
    rows++;
    notFinite += Double.isFinite(prediction) ? 0 : 1;
    double error = prediction - label;
    squared += error * error;
    absolute += Math.abs(error);
    predictions += prediction;
    labels += label;
  }

  private void classify(double prediction, boolean positive) {
    double p = Math.clamp(prediction, EPSILON, 1 - EPSILON);
    logLoss -= Math.log(positive ? p : 1 - p);
    boolean isAbove = prediction > threshold;
    positives += positive ? 1 : 0;
    above += isAbove ? 1 : 0;
    hits += positive && isAbove ? 1 : 0;
  }

  /** Returns the samples whose label is known. */
  long rows() {
    return rows;
  }

  /** Returns how many of their predictions are not finite. */
  long notFinite() {
    return notFinite;
  }

  /** Returns how many labels are 1. */
  long positives() {
    return positives;
  }

  /** Returns how many labels are 0. */
  long negatives() {
    return rows - positives;
  }

  /** Returns whether labels of 0 and 1 are all the same. */
  boolean isOneClass() {
    return positives == 0 || positives == rows;
  }

  /** Returns a measure of at least one sample; NaN if it is not defined. */
  double of(Measure.Pointwise measure) {
    return switch (measure) {
      case LOGLOSS -> isOneClass() ? Double.NaN : logLoss / rows;
      case ACCURACY -> (double) (rows - above - positives + 2 * hits) / rows;
      case PRECISION -> above == 0 ? 0 : (double) hits / above;
      case RECALL -> positives == 0 ? 0 : (double) hits / positives;
      case F1 -> hits == 0 ? 0 : 2.0 * hits / (above + positives);
      case MSE -> squared / rows;
      case MAE -> absolute / rows;
      case RMSE -> Math.sqrt(squared / rows);
      case PCOC -> labels == 0 ? Double.NaN : predictions / labels;
    };
  }
}

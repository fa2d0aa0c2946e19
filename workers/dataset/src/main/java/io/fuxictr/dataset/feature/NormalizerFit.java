package io.fuxictr.dataset.feature;

/**
 * Finds mean, deviation and extremes of a column, block by block.
 *
 * <p>Within a block the deviation is taken around the block's own mean; blocks are then joined, so
 * that a large mean does not swallow a small deviation.
 *
 * <p>Source: Chan, Golub and LeVeque, Updating Formulae and a Pairwise Algorithm for Computing
 * Sample Variances, 1979, equation 2.1.
 */
final class NormalizerFit {
  private static final double EPSILON = Math.ulp(1.0);
  private static final double SMALLEST_RANGE = 10 * EPSILON;

  private long count;
  private double mean;
  private double squares;
  private double least = Double.POSITIVE_INFINITY;
  private double most = Double.NEGATIVE_INFINITY;

  /**
   * Adds rows of a block.
   *
   * @param fill what stands for values that are missing or not finite
   */
  void add(double[] values, int[] rows, double fill) {
    if (rows.length == 0) {
      return;
    }
    double sum = 0;
    for (int row : rows) {
      double value = filled(values[row], fill);
      sum += value;
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
    double blockMean = sum / rows.length;
    double blockSquares = 0;
    for (int row : rows) {
      double difference = filled(values[row], fill) - blockMean;
      blockSquares += difference * difference;
    }
    join(rows.length, blockMean, blockSquares);
  }

  static double filled(double value, double fill) {
    return Double.isFinite(value) ? value : fill;
  }

  Normalizer fitted(Scaling scaling) {
    return switch (scaling) {
      case STANDARD -> new Normalizer(scaling, mean, deviation());
      case MIN_MAX -> new Normalizer(scaling, least, range());
    };
  }

  private void join(long otherCount, double otherMean, double otherSquares) {
    long total = count + otherCount;
    double difference = otherMean - mean;
    squares += otherSquares + difference * difference * count * otherCount / total;
    mean += difference * otherCount / total;
    count = total;
  }

  /** The deviation, or 1 if it is no more than the rounding of its own computation. */
  private double deviation() {
    double variance = squares / count;
    double rounding = count * EPSILON * variance + Math.pow(count * mean * EPSILON, 2);
    return variance <= rounding ? 1 : Math.sqrt(variance);
  }

  private double range() {
    double range = most - least;
    return range < SMALLEST_RANGE ? 1 : range;
  }
}

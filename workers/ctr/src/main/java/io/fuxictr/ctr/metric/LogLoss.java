package io.fuxictr.ctr.metric;

/** The mean of -(y ln p + (1 - y) ln(1 - p)), p clipped to [ε, 1 - ε] with ε = 2⁻⁵². */
final class LogLoss {
  private static final double EPSILON = Math.ulp(1.0);

  private LogLoss() {}

  /**
   * Returns the mean, or NaN if there is one class only.
   *
   * @param labels 0 or 1
   */
  static double of(float[] predictions, float[] labels) {
    double sum = 0;
    int positives = 0;
    for (int i = 0; i < labels.length; i++) {
      double p = Math.clamp((double) predictions[i], EPSILON, 1 - EPSILON);
      boolean positive = labels[i] == 1f;
      positives += positive ? 1 : 0;
      sum -= Math.log(positive ? p : 1 - p);
    }
    return positives == 0 || positives == labels.length ? Double.NaN : sum / labels.length;
  }
}

package io.fuxictr.ctr.train;

/**
 * Decides after each evaluation whether training goes on, and how fast. Immutable.
 *
 * <p>A value improves if it beats the best by 1e-6; one that is not a number does not. Without
 * improvement the learning rate is divided by ten, down to 1e-6; after {@code patience} evaluations
 * in a row without improvement training stops.
 *
 * @param rules what does not change
 * @param best best value so far; infinitely bad before the first
 * @param failures evaluations in a row without improvement
 * @param learningRate for the steps that follow
 */
record EarlyStop(Rules rules, double best, int failures, double learningRate) {
  private static final double LEAST_GAIN = 1e-6;
  private static final double LEAST_RATE = 1e-6;
  private static final double DECAY = 0.1;

  /** Which way is better. */
  enum Mode {
    /** Larger. */
    MAX,
    /** Smaller. */
    MIN
  }

  /**
   * What does not change during a training.
   *
   * @param mode which way is better
   * @param patience failures in a row that end the training, at least 1
   * @param decays whether a failure lowers the learning rate
   */
  record Rules(Mode mode, int patience, boolean decays) {}

  /** Starts before the first evaluation. */
  static EarlyStop start(Rules rules, double learningRate) {
    double worst =
        switch (rules.mode()) {
          case MAX -> Double.NEGATIVE_INFINITY;
          case MIN -> Double.POSITIVE_INFINITY;
        };
    return new EarlyStop(rules, worst, 0, learningRate);
  }

  /** Returns the state after an evaluation. */
  EarlyStop after(double value) {
    if (improves(value)) {
      return new EarlyStop(rules, value, 0, learningRate);
    }
    double rate = rules.decays() ? Math.max(DECAY * learningRate, LEAST_RATE) : learningRate;
    return new EarlyStop(rules, best, failures + 1, rate);
  }

  /** Returns whether a value is better than the best. */
  boolean improves(double value) {
    return switch (rules.mode()) {
      case MAX -> value >= best + LEAST_GAIN;
      case MIN -> value <= best - LEAST_GAIN;
    };
  }

  /** Returns whether training ends. */
  boolean stops() {
    return failures >= rules.patience();
  }
}

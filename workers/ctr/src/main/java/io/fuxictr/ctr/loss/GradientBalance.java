package io.fuxictr.ctr.loss;

import java.util.Arrays;
import java.util.StringJoiner;

/**
 * The weights of GradNorm, and how they move.
 *
 * <p>T objectives have weights w = T softmax(θ), which therefore sum to T; θ begins at 0. With L_i
 * the losses of a batch and g_i the norms of their gradients at the shared layer:
 *
 * <ul>
 *   <li>G_i = w_i g_i, and Ḡ their mean
 *   <li>r_i = (L_i / L_i(0)) divided by the mean of these: how slowly an objective learns
 *   <li>cost Σ |G_i - Ḡ r_i^α|, where Ḡ r_i^α counts as a constant
 *   <li>its derivative by θ_j is s_j G_j - w_j / T · Σ s_i G_i, with s_i the sign of G_i - Ḡ r_i^α
 *   <li>Adam moves θ by it, with a learning rate of 0.01
 * </ul>
 *
 * <p>L_i(0) is the loss in the first batch that has labels for the objective. An objective without
 * labels in a batch, whose loss and norm are 0, takes no part in means and cost. Nothing moves when
 * a loss or a norm is not finite.
 */
final class GradientBalance {
  private static final double RATE = 0.01;
  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;
  private static final double ADAM_EPSILON = 1e-8;

  private final int objectives;
  private final double alpha;
  private final double[] theta;
  private final double[] means;
  private final double[] squares;

  /** Losses of the first batches; NaN for an objective that has had no label yet. */
  private final double[] first;

  private long steps;

  /**
   * Begins with equal weights.
   *
   * @param alpha α: 0 lets all pull alike, more lets slow objectives pull harder
   */
  GradientBalance(int objectives, double alpha) {
    this.objectives = objectives;
    this.alpha = alpha;
    this.theta = new double[objectives];
    this.means = new double[objectives];
    this.squares = new double[objectives];
    this.first = new double[objectives];
    Arrays.fill(first, Double.NaN);
  }

  /** Returns the weights w. */
  float[] weights() {
    double[] exact = exactWeights();
    float[] weights = new float[objectives];
    for (int i = 0; i < objectives; i++) {
      weights[i] = (float) exact[i];
    }
    return weights;
  }

  private double[] exactWeights() {
    double largest = Arrays.stream(theta).max().orElseThrow();
    double[] weights = new double[objectives];
    double sum = 0;
    for (int i = 0; i < objectives; i++) {
      weights[i] = Math.exp(theta[i] - largest);
      sum += weights[i];
    }
    for (int i = 0; i < objectives; i++) {
      weights[i] *= objectives / sum;
    }
    return weights;
  }

  /**
   * Moves the weights.
   *
   * @param losses L of a batch
   * @param norms g of the same batch
   */
  void update(float[] losses, float[] norms) {
    if (!areFinite(losses) || !areFinite(norms)) {
      return;
    }
    boolean[] counted = new boolean[objectives];
    int count = 0;
    for (int i = 0; i < objectives; i++) {
      counted[i] = losses[i] != 0 && norms[i] != 0;
      count += counted[i] ? 1 : 0;
      if (counted[i] && Double.isNaN(first[i])) {
        first[i] = losses[i];
      }
    }
    if (count > 0) {
      descend(slopes(losses, norms, counted, count));
    }
  }

  private static boolean areFinite(float[] values) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        return false;
      }
    }
    return true;
  }

  private double[] slopes(float[] losses, float[] norms, boolean[] counted, int count) {
    double[] weights = exactWeights();
    double[] ratios = new double[objectives];
    double meanPull = 0;
    double meanRatio = 0;
    for (int i = 0; i < objectives; i++) {
      if (counted[i]) {
        ratios[i] = losses[i] / first[i];
        meanPull += weights[i] * norms[i] / count;
        meanRatio += ratios[i] / count;
      }
    }
    double[] slopes = new double[objectives];
    double sum = 0;
    for (int i = 0; i < objectives; i++) {
      if (counted[i]) {
        double pull = weights[i] * norms[i];
        double wanted = meanPull * Math.pow(ratios[i] / meanRatio, alpha);
        slopes[i] = Math.signum(pull - wanted) * pull;
        sum += slopes[i];
      }
    }
    for (int i = 0; i < objectives; i++) {
      slopes[i] -= weights[i] / objectives * sum;
    }
    return slopes;
  }

  private void descend(double[] slopes) {
    steps++;
    double meanKept = 1 - Math.pow(BETA1, (double) steps);
    double squareKept = 1 - Math.pow(BETA2, (double) steps);
    for (int i = 0; i < objectives; i++) {
      means[i] = BETA1 * means[i] + (1 - BETA1) * slopes[i];
      squares[i] = BETA2 * squares[i] + (1 - BETA2) * slopes[i] * slopes[i];
      double root = Math.sqrt(squares[i] / squareKept) + ADAM_EPSILON;
      theta[i] -= RATE * means[i] / meanKept / root;
    }
  }

  /** Returns all it remembers: steps, then θ, means, squares and first losses. */
  String toText() {
    StringJoiner text = new StringJoiner(" ").add(Long.toString(steps));
    for (double[] numbers : arrays()) {
      Arrays.stream(numbers).forEach(number -> text.add(Double.toString(number)));
    }
    return text.toString();
  }

  /** Goes on from what {@link #toText} returned for as many objectives. */
  void restore(String text) {
    String[] parts = text.split(" ", -1);
    if (parts.length != 1 + 4 * objectives) {
      throw new IllegalArgumentException("state of GradNorm for other objectives: " + text);
    }
    steps = Long.parseLong(parts[0]);
    int next = 1;
    for (double[] numbers : arrays()) {
      for (int i = 0; i < objectives; i++) {
        numbers[i] = Double.parseDouble(parts[next++]);
      }
    }
  }

  private double[][] arrays() {
    return new double[][] {theta, means, squares, first};
  }
}

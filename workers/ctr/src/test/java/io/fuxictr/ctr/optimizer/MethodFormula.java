package io.fuxictr.ctr.optimizer;

/** The formulas in the documentation of torch.optim, in double, for numbers of their own. */
final class MethodFormula {
  private final Method method;
  private final double rate;
  private final double[][] state;

  MethodFormula(Method method, double rate, int numbers) {
    this.method = method;
    this.rate = rate;
    this.state = new double[3][numbers];
  }

  /**
   * Returns what is taken from a number.
   *
   * @param w the number
   * @param g its gradient
   * @param i which number it is
   * @param t step, from 1
   */
  double move(double w, double g, int i, int t) {
    double[] m = state[0];
    double[] v = state[1];
    double product = 1;
    for (int s = 1; s <= t; s++) {
      product *= mu(s);
    }
    switch (method) {
      case ADAM, ADAMW, NADAM, RADAM -> {
        m[i] = 0.9 * m[i] + 0.1 * g;
        v[i] = 0.999 * v[i] + 0.001 * g * g;
      }
      case ADAGRAD -> v[i] += g * g;
      case RMSPROP -> v[i] = 0.99 * v[i] + 0.01 * g * g;
      case ADADELTA -> v[i] = 0.9 * v[i] + 0.1 * g * g;
      case ADAMAX -> {
        m[i] = 0.9 * m[i] + 0.1 * g;
        v[i] = Math.max(0.999 * v[i], Math.abs(g) + 1e-8);
      }
      case SGD -> {}
    }
    double mean = m[i] / (1 - Math.pow(0.9, t));
    double root = Math.sqrt(v[i] / (1 - Math.pow(0.999, t))) + 1e-8;
    return switch (method) {
      case ADAM -> rate * mean / root;
      case ADAMW -> 0.01 * rate * w + rate * mean / root;
      case SGD -> rate * g;
      case ADAGRAD -> rate * g / (Math.sqrt(v[i]) + 1e-10);
      case RMSPROP -> rate * g / (Math.sqrt(v[i]) + 1e-8);
      case ADADELTA -> {
        double delta = g * Math.sqrt(state[2][i] + 1e-6) / Math.sqrt(v[i] + 1e-6);
        state[2][i] = 0.9 * state[2][i] + 0.1 * delta * delta;
        yield rate * delta;
      }
      case ADAMAX -> rate * mean / v[i];
      case NADAM ->
          rate
              * (mu(t + 1) * m[i] / (1 - product * mu(t + 1)) + (1 - mu(t)) * g / (1 - product))
              / root;
      case RADAM -> {
        double rest = Math.pow(0.999, t);
        double longest = 2 / (1 - 0.999) - 1;
        double length = longest - 2 * t * rest / (1 - rest);
        double rectified =
            Math.sqrt(
                (length - 4) * (length - 2) * longest / ((longest - 4) * (longest - 2) * length));
        double adaptive = Math.sqrt(1 - rest) / (Math.sqrt(v[i]) + 1e-8);
        yield length > 5 ? rate * mean * rectified * adaptive : rate * mean;
      }
    };
  }

  private static double mu(int t) {
    return 0.9 * (1 - 0.5 * Math.pow(0.96, t * 0.004));
  }
}

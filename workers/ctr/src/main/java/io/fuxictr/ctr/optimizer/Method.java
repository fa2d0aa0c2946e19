package io.fuxictr.ctr.optimizer;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How gradients move weights: the methods of torch.optim under their names there, each with the
 * settings that are its default there; only the learning rate is given.
 *
 * <p>With g the gradient, η the learning rate, t the number of the step, and m and v running means
 * of g and g² unless said otherwise:
 */
enum Method {
  /**
   * w -= η m̂ / (√v̂ + 1e-8), with m̂ = m / (1 - 0.9^t), v̂ = v / (1 - 0.999^t).
   *
   * <p>Source: Kingma, Ba, <a href="https://arxiv.org/abs/1412.6980">Adam</a>, algorithm 1.
   */
  ADAM("Adam"),

  /**
   * w -= 0.01 η w, then as Adam.
   *
   * <p>Source: Loshchilov, Hutter, <a href="https://arxiv.org/abs/1711.05101">Decoupled Weight
   * Decay Regularization</a>, algorithm 2.
   */
  ADAMW("AdamW"),

  /** w -= η g. */
  SGD("SGD"),

  /**
   * w -= η g / (√Σg² + 1e-10).
   *
   * <p>Source: Duchi et al., <a href="https://jmlr.org/papers/v12/duchi11a.html">Adaptive
   * Subgradient Methods</a>, 2011.
   */
  ADAGRAD("Adagrad"),

  /** w -= η g / (√v + 1e-8), where v keeps 0.99 of itself. */
  RMSPROP("RMSprop"),

  /**
   * Δ = g √(u + 1e-6) / √(v + 1e-6), w -= η Δ, where v and u, the mean of Δ², keep 0.9 of
   * themselves.
   *
   * <p>Source: Zeiler, <a href="https://arxiv.org/abs/1212.5701">ADADELTA</a>, algorithm 1.
   */
  ADADELTA("Adadelta"),

  /**
   * w -= η m̂ / u with u = max(0.999 u, |g| + 1e-8).
   *
   * <p>Source: Kingma, Ba, <a href="https://arxiv.org/abs/1412.6980">Adam</a>, algorithm 2.
   */
  ADAMAX("Adamax"),

  /**
   * Adam with Nesterov's momentum, μ_t = 0.9 (1 - ½ · 0.96^(0.004 t)).
   *
   * <p>Source: Dozat, <a href="https://openreview.net/forum?id=OM0jvwB8jIp57ZJjtNEZ">Incorporating
   * Nesterov Momentum into Adam</a>, 2016.
   */
  NADAM("NAdam"),

  /**
   * Adam whose rate is corrected for the variance of v, and without v in the first five steps.
   *
   * <p>Source: Liu et al., <a href="https://arxiv.org/abs/1908.03265">On the Variance of the
   * Adaptive Learning Rate and Beyond</a>, algorithm 2.
   */
  RADAM("RAdam");

  private static final double BETA1 = 0.9;
  private static final double BETA2 = 0.999;

  /** Steps after which the product of NAdam's momenta, each below 0.9, no longer counts. */
  private static final int MOMENTA = 400;

  private final String wireName;

  Method(String wireName) {
    this.wireName = wireName;
  }

  /** Returns its name in torch.optim. */
  String wireName() {
    return wireName;
  }

  /** Returns the names of what it remembers of each weight, an array of the weight's shape each. */
  List<String> slots() {
    return switch (this) {
      case ADAM, ADAMW, NADAM, RADAM -> List.of("exp_avg", "exp_avg_sq");
      case ADAMAX -> List.of("exp_avg", "exp_inf");
      case ADADELTA -> List.of("square_avg", "acc_delta");
      case RMSPROP -> List.of("square_avg");
      case ADAGRAD -> List.of("sum");
      case SGD -> List.of();
    };
  }

  /** Returns the resource with its part of the kernel. */
  String resource() {
    return wireName.toLowerCase(Locale.ROOT) + ".torchscript";
  }

  /** Returns the method with a name, that of Adam in any case; or empty. */
  static Optional<Method> named(String name) {
    return Stream.of(values())
        .filter(
            method ->
                method.wireName.equals(name)
                    || (method == ADAM && method.wireName.equalsIgnoreCase(name)))
        .findFirst();
  }

  /**
   * Returns the numbers that its kernel needs for a step.
   *
   * @param step counts from 1
   */
  double[] factors(double rate, double step) {
    return switch (this) {
      case ADAM, ADAMW, SGD, ADAGRAD, RMSPROP, ADADELTA -> new double[] {rate};
      case ADAMAX -> new double[] {rate / (1 - Math.pow(BETA1, step))};
      case NADAM -> nesterov(rate, step);
      case RADAM -> rectified(rate, step);
    };
  }

  private static double[] nesterov(double rate, double step) {
    double product = 1;
    for (int t = 1; t <= Math.min(step, MOMENTA); t++) {
      product *= momentum(t);
    }
    double next = momentum(step + 1);
    return new double[] {
      rate * (1 - momentum(step)) / (1 - product),
      rate * next / (1 - product * next),
      1 - Math.pow(BETA2, step)
    };
  }

  private static double momentum(double step) {
    return BETA1 * (1 - 0.5 * Math.pow(0.96, 0.004 * step));
  }

  private static double[] rectified(double rate, double step) {
    double correction = rate / (1 - Math.pow(BETA1, step));
    double left = Math.pow(BETA2, step);
    double longest = 2 / (1 - BETA2) - 1;
    double length = longest - 2 * step * left / (1 - left);
    if (length <= 5) {
      return new double[] {correction, 0};
    }
    double variance =
        ((length - 4) * (length - 2) * longest) / ((longest - 4) * (longest - 2) * length);
    return new double[] {correction * Math.sqrt(variance * (1 - left)), 1};
  }
}

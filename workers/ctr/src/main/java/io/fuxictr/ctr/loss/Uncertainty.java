package io.fuxictr.ctr.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;
import java.util.List;

/**
 * Σ (½ e^-s_i L_i + ½ s_i) with trained s_i = 2 ln σ_i.
 *
 * <p>Source: Kendall et al., <a href="https://arxiv.org/abs/1705.07115">Multi-Task Learning Using
 * Uncertainty to Weigh Losses</a>, section 3; as written in FuxiCTR, where s begins at 1. Hyper-
 * parameter {@code uw_init_log_sigma} gives another begin, 0 for weights of ½.
 */
final class Uncertainty implements LossWeighting {
  private static final String BEGIN = "uw_init_log_sigma";
  private static final double USUAL_LOG_SIGMA = 0.5;

  private final Weight scales;

  private Uncertainty(int objectives, float begin) {
    Shape shape = new Shape(objectives);
    scales =
        Weight.of(
            shape,
            WeightRole.FREE,
            new InitialValues.Constant(begin),
            List.of(new Weight.NamedShape("awl.params", shape)));
  }

  /** Reads where to begin. */
  static Uncertainty of(HyperParameters parameters, int objectives) {
    double logSigma = parameters.real(BEGIN, USUAL_LOG_SIGMA, Double::isFinite, "a finite number");
    return new Uncertainty(objectives, (float) (2 * logSigma));
  }

  @Override
  public List<Weight> weights() {
    return List.of(scales);
  }

  @Override
  public NDArray total(NDArray losses, ParameterStore store) {
    NDArray s = store.getValue(scales.parameter(), losses.getDevice(), true);
    // An array, not a bare number: backward would read that after DJL has freed it.
    NDArray half = losses.getManager().create(0.5f);
    return s.neg().exp().mul(losses).add(s).mul(half).sum();
  }
}

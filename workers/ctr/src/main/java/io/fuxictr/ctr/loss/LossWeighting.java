package io.fuxictr.ctr.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.ctr.model.ModelSetup;
import java.util.List;

/** How the losses of the objectives become one, hyper-parameter {@code loss_weight}. */
public sealed interface LossWeighting {
  /** The hyper-parameter. */
  String KEY = "loss_weight";

  /** Returns what it trains itself; empty for fixed weights. */
  List<Weight> weights();

  /** Returns the total loss of the losses (T), a scalar. */
  NDArray total(NDArray losses, ParameterStore store);

  /** Reads the hyper-parameter: {@code EQ}, {@code UW} or a number per objective. */
  static LossWeighting of(ModelSetup setup) {
    int objectives = setup.objectives();
    String allowed = "EQ, UW, or a list of %d numbers, one per label".formatted(objectives);
    Object value = setup.parameters().value(KEY).orElse("EQ");
    if (value instanceof List<?> list && list.size() == objectives) {
      float[] factors = new float[objectives];
      for (int i = 0; i < objectives; i++) {
        factors[i] =
            (float) HyperParameters.number(KEY, list.get(i), Double::isFinite, "finite numbers");
      }
      return new Fixed(factors);
    }
    return switch (value.toString()) {
      case "EQ" -> new Fixed(ones(objectives));
      case "UW" -> new Uncertainty(objectives);
      case "GN" ->
          throw new ModelConfigException(
              "Hyper-parameter loss_weight is 'GN' (GradNorm), which cannot be trained yet;"
                  + " allowed: "
                  + allowed);
      default -> throw ModelConfigException.of(KEY, value, allowed);
    };
  }

  private static float[] ones(int count) {
    float[] ones = new float[count];
    java.util.Arrays.fill(ones, 1f);
    return ones;
  }

  /** Σ w_i L_i with given weights, taken as they are. */
  final class Fixed implements LossWeighting {
    private final float[] factors;

    private Fixed(float[] factors) {
      this.factors = factors;
    }

    @Override
    public List<Weight> weights() {
      return List.of();
    }

    @Override
    public NDArray total(NDArray losses, ParameterStore store) {
      return losses.mul(losses.getManager().create(factors)).sum();
    }
  }

  /**
   * Σ (½ e^-s_i L_i + ½ s_i) with trained s, which start at 1.
   *
   * <p>Source: Kendall et al., <a href="https://arxiv.org/abs/1705.07115">Multi-Task Learning Using
   * Uncertainty to Weigh Losses</a>, section 3; as written in FuxiCTR.
   */
  final class Uncertainty implements LossWeighting {
    private final Weight scales;

    private Uncertainty(int objectives) {
      Shape shape = new Shape(objectives);
      scales =
          Weight.of(
              shape,
              WeightRole.FREE,
              new InitialValues.Constant(1f),
              List.of(new Weight.NamedShape("awl.params", shape)));
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
}

package io.fuxictr.ctr.loss;

import ai.djl.ndarray.NDArray;
import ai.djl.training.ParameterStore;
import java.util.Collections;
import java.util.List;

/** Σ w_i L_i with given weights, taken as they are. */
final class Fixed implements LossWeighting {
  private final float[] factors;

  private Fixed(List<Double> weights) {
    factors = new float[weights.size()];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = weights.get(i).floatValue();
    }
  }

  /** Weighs all objectives alike: a sum, not a mean. */
  static Fixed equal(int objectives) {
    return new Fixed(Collections.nCopies(objectives, 1.0));
  }

  /** Weighs each objective with its number. */
  static Fixed of(List<Double> weights) {
    return new Fixed(weights);
  }

  @Override
  public NDArray total(NDArray losses, ParameterStore store) {
    return losses.mul(losses.getManager().create(factors)).sum();
  }
}

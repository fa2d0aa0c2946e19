package io.fuxictr.ctr.layer.dense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;

/**
 * x where it is positive, α x elsewhere: (…, U) to (…, U), α (U) trained from 0.1.
 *
 * <p>Source: He et al., <a href="https://arxiv.org/abs/1502.01852">Delving Deep into
 * Rectifiers</a>, section 2.1. Departs from it: α starts at 0.1, as in FuxiCTR.
 */
final class PRelu extends Layer {
  private static final float START = 0.1f;

  private final Weight slope;

  PRelu(String name, int units) {
    slope =
        add(
            Weight.of(
                name + ".weight",
                new Shape(units),
                WeightRole.NET,
                new InitialValues.Constant(START)));
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) {
    NDArray positive = ai.djl.nn.Activation.relu(x);
    return positive.add(x.sub(positive).mul(pass.value(slope)));
  }
}

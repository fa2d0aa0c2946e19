package io.fuxictr.ctr.layer.dense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Scalars;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;

/**
 * A soft switch between x and α x whose threshold follows the data: (B, U) to (B, U).
 *
 * <p>p = σ((x - mean) / √(variance + 1e-9)) over the batch, y = p · x + (1 - p) · α · x, with α (U)
 * trained from 0. Running mean and variance take over a hundredth of each batch.
 *
 * <p>Source: Zhou et al., <a href="https://arxiv.org/abs/1706.06978">Deep Interest Network</a>,
 * section 5.3.
 */
final class Dice extends Layer {
  private static final double EPSILON = 1e-9;
  private static final double MOMENTUM = 0.01;

  private final Weight slope;
  private final BatchNorm norm;

  Dice(String name, int units) {
    slope =
        add(
            Weight.of(
                name + ".alpha", new Shape(units), WeightRole.NET, new InitialValues.Constant(0f)));
    norm = add("bn", BatchNorm.plain(name + ".bn", units, EPSILON, MOMENTUM));
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) {
    NDArray p = ai.djl.nn.Activation.sigmoid(norm.apply(pass, x));
    NDArray weak = Scalars.minus(1, p).mul(x).mul(pass.value(slope));
    return p.mul(x).add(weak);
  }
}

package io.fuxictr.ctr.layer.interaction;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.ctr.layer.WeightedBlock;
import io.fuxictr.ctr.layer.dense.LinearLayer;

/**
 * One crossing with a vector: x₀ (B, D) and x (B, D) to x + (w · x) x₀ + b (B, D), with w (1, D), b
 * (D).
 *
 * <p>Source: Wang et al., <a href="https://arxiv.org/abs/1708.05123">Deep &amp; Cross Network for
 * Ad Click Predictions</a>, ADKDD 2017, section 2.2.
 */
public final class CrossLayer extends WeightedBlock {
  private final LinearLayer weight;
  private final Weight bias;

  /**
   * Makes a layer: w Xavier normal, b zero.
   *
   * @param name its name in the reference
   * @param width D
   */
  public CrossLayer(String name, int width) {
    weight = add("weight", LinearLayer.withoutBias(name + ".weight", width, 1));
    bias =
        add(
            Weight.of(
                name + ".bias", new Shape(width), WeightRole.RAW, new InitialValues.Constant(0f)));
  }

  /** Crosses x with x₀ and adds it to x. */
  public NDArray cross(Pass pass, NDArray first, NDArray x) {
    return x.add(crossing(pass, first, x));
  }

  /** Returns the crossing alone: (w · x) x₀ + b (B, D). */
  public NDArray crossing(Pass pass, NDArray first, NDArray x) {
    return weight.apply(pass, x).mul(first).add(pass.value(bias));
  }

  @Override
  public NDList apply(Pass pass, NDList inputs) {
    return new NDList(cross(pass, inputs.get(0), inputs.get(1)));
  }
}

package io.fuxictr.ctr.layer.interaction;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.ctr.layer.dense.LinearLayer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Crossings with matrices, each let through by a gate: x₀ (B, D) to x_n (B, D).
 *
 * <p>x_{l+1} = x_l + x₀ ⊙ (W_l x_l + b_l) ⊙ σ(G_l x_l), W_l and G_l (D, D), b_l (D).
 *
 * <p>Source: Wang et al., <a href="https://arxiv.org/abs/2311.04635">Towards Deeper, Lighter and
 * Interpretable Cross Network for CTR Prediction</a>, CIKM 2023, section 3.2.
 */
public final class GatedCrossNet extends Layer {
  private final List<Crossing> layers;

  /**
   * Makes all layers: W and G Xavier normal, b uniform in [0, 1).
   *
   * @param name its name in the reference
   * @param width D
   * @param count number of layers n
   */
  public GatedCrossNet(String name, int width, int count) {
    layers = IntStream.range(0, count).mapToObj(i -> crossing(name, i, width)).toList();
  }

  /** One layer. */
  private record Crossing(LinearLayer matrix, LinearLayer gate, Weight bias) {}

  private Crossing crossing(String name, int number, int width) {
    return new Crossing(
        add("matrix", LinearLayer.withoutBias(name + ".w." + number, width, width)),
        add("gate", LinearLayer.withoutBias(name + ".wg." + number, width, width)),
        add(
            Weight.of(
                name + ".b." + number,
                new Shape(width),
                WeightRole.RAW,
                new InitialValues.Uniform(0, 1))));
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) {
    NDArray current = x;
    for (Crossing layer : layers) {
      NDArray crossed = layer.matrix().apply(pass, current).add(pass.value(layer.bias())).mul(x);
      NDArray gate = Activation.sigmoid(layer.gate().apply(pass, current));
      current = current.add(crossed.mul(gate));
    }
    return current;
  }
}

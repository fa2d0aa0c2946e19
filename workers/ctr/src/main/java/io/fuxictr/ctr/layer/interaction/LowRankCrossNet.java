package io.fuxictr.ctr.layer.interaction;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.Weight.NamedShape;
import io.fuxictr.ctr.layer.WeightRole;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Crossings with a mixture of low-rank matrices, one after the other: x₀ (B, D) to x_n (B, D).
 *
 * <p>With K experts of rank r, in layer l:
 *
 * <ul>
 *   <li>g = softmax(G x_l): (B, K), G (K, D) being the same in all layers
 *   <li>e_k = U_k tanh(C_k tanh(V_kᵀ x_l)): (B, D), U_k and V_k (D, r), C_k (r, r)
 *   <li>x_{l+1} = x_l + x₀ ⊙ (Σ_k g_k e_k + b), b (D)
 * </ul>
 *
 * <p>Source: Wang et al., <a href="https://arxiv.org/abs/2008.13535">DCN V2</a>, WWW 2021, section
 * 3.3. Departs from it: the experts of a layer share b, and all layers share G, as in FuxiCTR.
 */
public final class LowRankCrossNet extends Layer {
  private static final int[] EXPERTS = {0};

  private final List<Mixture> layers;
  private final Weight gates;

  /**
   * Makes all layers: U, V, C and G Xavier normal, b zero.
   *
   * @param name its name in the reference
   * @param width D
   * @param count number of layers n
   * @param size of each layer
   */
  public LowRankCrossNet(String name, int width, int count, Size size) {
    layers =
        IntStream.range(0, count).mapToObj(layer -> mixture(name, layer, width, size)).toList();
    List<NamedShape> parts =
        IntStream.range(0, size.experts())
            .mapToObj(
                k -> new NamedShape("%s.gating.%d.weight".formatted(name, k), new Shape(1, width)))
            .toList();
    gates =
        add(
            Weight.of(
                new Shape(size.experts(), width),
                WeightRole.NET,
                new InitialValues.XavierNormal(),
                parts));
  }

  /**
   * How large a layer is.
   *
   * @param experts their number K
   * @param rank r
   */
  public record Size(int experts, int rank) {}

  /** The weights of one layer. */
  private record Mixture(Weight up, Weight down, Weight core, Weight bias) {}

  private Mixture mixture(String name, int layer, int width, Size size) {
    Shape outer = new Shape(size.experts(), width, size.rank());
    Shape inner = new Shape(size.experts(), size.rank(), size.rank());
    InitialValues start = new InitialValues.XavierNormal();
    return new Mixture(
        add(Weight.of(name + ".U_list." + layer, outer, WeightRole.RAW, start)),
        add(Weight.of(name + ".V_list." + layer, outer, WeightRole.RAW, start)),
        add(Weight.of(name + ".C_list." + layer, inner, WeightRole.RAW, start)),
        add(
            Weight.of(
                name + ".bias." + layer,
                new Shape(width, 1),
                WeightRole.RAW,
                new InitialValues.Constant(0f))));
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) {
    NDArray gate = pass.value(gates).transpose();
    NDArray current = x;
    for (Mixture layer : layers) {
      NDArray share = current.matMul(gate).softmax(-1).transpose().expandDims(2);
      NDArray mixed = experts(pass, layer, current).mul(share).sum(EXPERTS);
      NDArray bias = pass.value(layer.bias()).reshape(-1);
      current = current.add(x.mul(mixed.add(bias)));
    }
    return current;
  }

  /** Returns what each expert says: (K, B, D). */
  private static NDArray experts(Pass pass, Mixture layer, NDArray x) {
    NDArray low = Activation.tanh(x.matMul(pass.value(layer.down())));
    NDArray turned = Activation.tanh(low.batchMatMul(pass.value(layer.core()).transpose(0, 2, 1)));
    return turned.batchMatMul(pass.value(layer.up()).transpose(0, 2, 1));
  }
}

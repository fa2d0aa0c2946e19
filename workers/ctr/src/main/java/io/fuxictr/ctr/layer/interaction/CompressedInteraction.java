package io.fuxictr.ctr.layer.interaction;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.ctr.layer.dense.LinearLayer;
import java.util.ArrayList;
import java.util.List;

/**
 * Products of whole vectors, compressed to a few in each layer: X⁰ (B, F, d) to (B, 1).
 *
 * <p>With H_l vectors in layer l and H_0 = F:
 *
 * <ul>
 *   <li>Z^l (B, F · H_{l-1}, d) holds X⁰_i ⊙ X^{l-1}_j at place i · H_{l-1} + j
 *   <li>X^l = W_l Z^l + b_l: (B, H_l, d), W_l (H_l, F · H_{l-1}, 1), b_l (H_l)
 *   <li>p_l = Σ over d of X^l: (B, H_l); the output is linear in all p_l side by side
 * </ul>
 *
 * <p>Source: Lian et al., <a href="https://arxiv.org/abs/1803.05170">xDeepFM</a>, KDD 2018, section
 * 3.1. Departs from it: W_l comes with a bias, as in FuxiCTR.
 */
public final class CompressedInteraction extends Layer {
  private static final int[] COMPONENTS = {2};

  private final List<Compression> layers = new ArrayList<>();
  private final LinearLayer output;

  /**
   * Makes all layers.
   *
   * @param name its name in the reference
   * @param fields F
   * @param units number of vectors of each layer
   */
  public CompressedInteraction(String name, int fields, List<Integer> units) {
    int width = fields;
    for (int i = 0; i < units.size(); i++) {
      String layer = "%s.cin_layer.layer_%d".formatted(name, i + 1);
      layers.add(compression(layer, fields * width, units.get(i)));
      width = units.get(i);
    }
    int pooled = units.stream().mapToInt(Integer::intValue).sum();
    output = add("output", LinearLayer.of(name + ".fc", pooled, 1));
  }

  /** One layer: a convolution with a window of one, which is a matrix product. */
  private record Compression(Weight weight, Weight bias) {

    NDArray apply(Pass pass, NDArray products) {
      NDArray kernel = pass.value(weight).squeeze(2);
      return kernel.matMul(products).add(pass.value(bias).expandDims(1));
    }
  }

  private Compression compression(String name, int inputs, int outputs) {
    return new Compression(
        add(
            Weight.of(
                name + ".weight",
                new Shape(outputs, inputs, 1),
                WeightRole.NET,
                new InitialValues.XavierNormal())),
        add(
            Weight.of(
                name + ".bias",
                new Shape(outputs),
                WeightRole.NET,
                new InitialValues.Constant(0f))));
  }

  @Override
  public NDArray apply(Pass pass, NDArray fields) {
    long rows = fields.getShape().get(0);
    long dim = fields.getShape().get(2);
    NDArray first = fields.expandDims(2);
    NDArray current = fields;
    NDList pooled = new NDList();
    for (Compression layer : layers) {
      NDArray products = first.mul(current.expandDims(1)).reshape(rows, -1, dim);
      current = layer.apply(pass, products);
      pooled.add(current.sum(COMPONENTS));
    }
    return output.apply(pass, NDArrays.concat(pooled, 1));
  }
}

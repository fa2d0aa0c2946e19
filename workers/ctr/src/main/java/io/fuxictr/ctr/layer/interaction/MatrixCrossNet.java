package io.fuxictr.ctr.layer.interaction;

import ai.djl.ndarray.NDArray;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.dense.LinearLayer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Crossings with matrices, one after the other: x₀ (B, D) to x_n (B, D).
 *
 * <p>x_{l+1} = x_l + x₀ ⊙ (W_l x_l + b_l), W_l (D, D), b_l (D).
 *
 * <p>Source: Wang et al., <a href="https://arxiv.org/abs/2008.13535">DCN V2</a>, WWW 2021, section
 * 3.2.
 */
public final class MatrixCrossNet extends Layer {
  private final List<LinearLayer> layers;

  /**
   * Makes all layers.
   *
   * @param name its name in the reference
   * @param width D
   * @param count number of layers n
   */
  public MatrixCrossNet(String name, int width, int count) {
    layers =
        IntStream.range(0, count)
            .mapToObj(i -> add("cross", LinearLayer.of(name + ".cross_layers." + i, width, width)))
            .toList();
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) {
    NDArray current = x;
    for (LinearLayer layer : layers) {
      current = current.add(x.mul(layer.apply(pass, current)));
    }
    return current;
  }
}

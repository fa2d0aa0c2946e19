package io.fuxictr.ctr.layer.interaction;

import ai.djl.ndarray.NDArray;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Crossings with vectors, one after the other: x₀ (B, D) to x_n (B, D).
 *
 * <p>x_{l+1} = x_l + (w_l · x_l) x₀ + b_l, each a {@link CrossLayer}.
 */
public final class CrossNet extends Layer {
  private final List<CrossLayer> layers;

  /**
   * Makes all layers.
   *
   * @param name its name in the reference
   * @param width D
   * @param count number of layers n
   */
  public CrossNet(String name, int width, int count) {
    layers =
        IntStream.range(0, count)
            .mapToObj(i -> add("cross", new CrossLayer(name + ".cross_net." + i, width)))
            .toList();
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) {
    NDArray current = x;
    for (CrossLayer layer : layers) {
      current = layer.cross(pass, x, current);
    }
    return current;
  }
}

package io.fuxictr.ctr.layer.dense;

import ai.djl.ndarray.NDArray;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import java.util.ArrayList;
import java.util.List;

/** Linear, layer norm and ReLU, once for each width: (…, I) to (…, O); no width is no layer. */
public final class NormedLayers extends Layer {
  private static final int MODULES = 3;

  private final List<LinearLayer> linears = new ArrayList<>();
  private final List<LayerNorm> norms = new ArrayList<>();
  private final int outputs;

  /**
   * Makes the layers.
   *
   * @param name name in the reference of the list that they stand in
   */
  public NormedLayers(String name, int inputs, List<Integer> widths) {
    int width = inputs;
    for (int i = 0; i < widths.size(); i++) {
      String linear = "%s.%d".formatted(name, i * MODULES);
      linears.add(add("linear", LinearLayer.of(linear, width, widths.get(i))));
      width = widths.get(i);
      norms.add(add("norm", new LayerNorm("%s.%d".formatted(name, i * MODULES + 1), width)));
    }
    outputs = width;
  }

  /** Returns the width of what comes out. */
  public int outputUnits() {
    return outputs;
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) {
    NDArray current = x;
    for (int i = 0; i < linears.size(); i++) {
      NDArray product = linears.get(i).apply(pass, current);
      current = ai.djl.nn.Activation.relu(norms.get(i).apply(pass, product));
    }
    return current;
  }
}

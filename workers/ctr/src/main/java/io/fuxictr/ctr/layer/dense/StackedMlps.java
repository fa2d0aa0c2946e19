package io.fuxictr.ctr.layer.dense;

import ai.djl.ndarray.NDArray;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** K perceptrons of one shape, each with an input of its own: (K, B, I) to (K, B, O). */
public final class StackedMlps extends Layer {
  private final List<DenseLayer> layers = new ArrayList<>();

  /** Makes all layers of a group. */
  public StackedMlps(MlpGroup group, int inputs) {
    this(group, inputs, 0);
  }

  /** Makes the layers of a group from one of them on. */
  StackedMlps(MlpGroup group, int inputs, int from) {
    int width = inputs;
    List<MlpShape.Layer> all = group.shape().layers();
    for (MlpShape.Layer layer : all.subList(from, all.size())) {
      List<MlpUnit> units = group.prefixes().stream().map(p -> new MlpUnit(p, layer)).toList();
      layers.add(add("layer", DenseLayer.stacked(units, width)));
      width = layer.units();
    }
  }

  /** Returns the weight of the last product of all, or empty if there is no layer. */
  public Optional<Weight> lastWeight() {
    return layers.isEmpty() ? Optional.empty() : Optional.of(layers.getLast().weight());
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) {
    NDArray current = x;
    for (DenseLayer layer : layers) {
      current = layer.apply(pass, current);
    }
    return current;
  }
}

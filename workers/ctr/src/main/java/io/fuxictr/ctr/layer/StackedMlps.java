package io.fuxictr.ctr.layer;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** K perceptrons of one shape, each with an input of its own: (K, B, I) to (K, B, O). */
public final class StackedMlps extends WeightedBlock {
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
      layers.add(add("layer", DenseLayer.stacked(units, width, group.shape().style())));
      width = layer.units();
    }
  }

  /** Returns the weight of the last layer, empty if there are no layers. */
  Optional<Weight> lastWeight() {
    return layers.isEmpty() ? Optional.empty() : Optional.of(layers.getLast().weight());
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> arguments) {
    NDList current = inputs;
    for (DenseLayer layer : layers) {
      current = layer.forward(store, current, training, arguments);
    }
    return current;
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputs) {
    Shape[] current = inputs;
    for (DenseLayer layer : layers) {
      current = layer.getOutputShapes(current);
    }
    return current;
  }
}

package io.fuxictr.ctr.multitask;

import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.model.ModelSetup;
import java.util.List;
import java.util.OptionalInt;

/** Shapes of perceptrons with generated weights. */
final class AdaptiveShapes {
  private AdaptiveShapes() {}

  /** Returns a perceptron whose hidden layers are followed by a Linear of the last one's width. */
  static MlpShape withLastLayer(ModelSetup setup, String key, List<Integer> fallback) {
    MlpShape hidden = hidden(setup, key, fallback);
    return new MlpShape(
        hidden.hiddenUnits(), OptionalInt.of(hidden.hiddenUnits().getLast()), hidden.style());
  }

  /** Returns a perceptron of at least one hidden layer, and nothing behind it. */
  static MlpShape hidden(ModelSetup setup, String key, List<Integer> fallback) {
    MlpShape shape = setup.mlp(key, fallback, OptionalInt.empty(), setup.mlpStyle());
    if (shape.hiddenUnits().isEmpty()) {
      throw ModelConfigException.of(key, List.of(), "a list with at least one width");
    }
    return shape;
  }
}

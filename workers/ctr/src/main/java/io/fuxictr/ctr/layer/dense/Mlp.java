package io.fuxictr.ctr.layer.dense;

import ai.djl.ndarray.NDArray;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A multi-layer perceptron: (B, I) to (B, O); without batch norm any leading axes will do. */
public final class Mlp extends Layer {
  private final Optional<BatchNorm> inputNorm;
  private final List<Step> steps;
  private final Activation outputActivation;

  /**
   * Makes all layers.
   *
   * @param name its name in the reference
   * @param inputs width I
   */
  public Mlp(String name, int inputs, MlpShape shape) {
    inputNorm =
        shape.style().norm() == MlpShape.Norm.INPUT_ONLY
            ? Optional.of(add("norm", new BatchNorm(name + ".mlp.0", inputs)))
            : Optional.empty();
    List<Step> made = new ArrayList<>();
    int width = inputs;
    for (MlpShape.Layer layer : shape.layers()) {
      made.add(step(name, width, layer));
      width = layer.units();
    }
    steps = List.copyOf(made);
    outputActivation = shape.outputActivation();
  }

  /** One layer: what is applied one after the other. */
  private record Step(
      LinearLayer linear, Optional<BatchNorm> norm, Layer activation, double dropout) {}

  private Step step(String name, int inputs, MlpShape.Layer layer) {
    String linear = "%s.mlp.%d".formatted(name, layer.index());
    return new Step(
        add("linear", LinearLayer.of(linear, inputs, layer.units())),
        layer.batchNorm()
            ? Optional.of(add("norm", new BatchNorm(layer.batchNorm(name), layer.units())))
            : Optional.empty(),
        add("activation", layer.activation().layer(layer.activation(name), layer.units())),
        layer.dropout());
  }

  /** Returns the weight of the last product. */
  public io.fuxictr.ctr.layer.Weight lastWeight() {
    return steps.getLast().linear().weight();
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) {
    NDArray current = inputNorm.map(norm -> norm.apply(pass, x)).orElse(x);
    for (Step step : steps) {
      NDArray product = step.linear().apply(pass, current);
      NDArray normal = step.norm().map(norm -> norm.apply(pass, product)).orElse(product);
      current = pass.dropout(step.activation().apply(pass, normal), step.dropout());
    }
    return outputActivation.apply(current);
  }
}

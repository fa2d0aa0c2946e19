package io.fuxictr.ctr.layer.adaptive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightedBlock;
import io.fuxictr.ctr.layer.dense.BatchNorm;
import io.fuxictr.ctr.layer.dense.LinearLayer;
import io.fuxictr.ctr.layer.dense.MlpShape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A perceptron whose hidden layers are {@link ApgLinear}: x (B, I) and a condition z (B, Z) to (B,
 * O).
 *
 * <p>Each hidden layer is the product, batch norm if wanted, activation, dropout; the output layer
 * is an ordinary Linear. Without a condition of its own each layer takes its input as one.
 */
public final class ApgMlp extends WeightedBlock {
  private final List<Step> steps = new ArrayList<>();
  private final Optional<LinearLayer> output;

  /** Where the condition of a layer comes from. */
  public sealed interface Condition {

    /** From the layer's own input. */
    record Self() implements Condition {}

    /**
     * From outside, the same for all layers.
     *
     * @param width Z
     */
    record Given(int width) implements Condition {}
  }

  /**
   * Makes all layers.
   *
   * @param name its name in the reference
   * @param inputs width I
   */
  public ApgMlp(String name, int inputs, MlpShape shape, Condition condition, ApgSettings given) {
    List<Integer> units = shape.hiddenUnits();
    ApgSettings settings = given.of(units.size());
    MlpShape.Style style = shape.style();
    int width = inputs;
    for (int i = 0; i < units.size(); i++) {
      int conditionWidth =
          switch (condition) {
            case Condition.Self _ -> width;
            case Condition.Given(int z) -> z;
          };
      String numbered = "%s.dense_layers.%%s_%d".formatted(name, i + 1);
      ApgLinear linear =
          new ApgLinear(
              numbered.formatted("linear"), width, units.get(i), conditionWidth, settings, i);
      width = units.get(i);
      steps.add(
          new Step(
              add("linear", linear),
              style.norm() == MlpShape.Norm.EACH_LAYER
                  ? Optional.of(add("norm", new BatchNorm(numbered.formatted("bn"), width)))
                  : Optional.empty(),
              add("activation", style.activations().get(i).layer(numbered.formatted("act"), width)),
              style.dropouts().get(i)));
    }
    String last = name + ".dense_layers.out_proj";
    output =
        shape.output().isPresent()
            ? Optional.of(add("output", LinearLayer.of(last, width, shape.output().getAsInt())))
            : Optional.empty();
  }

  /** One hidden layer. */
  private record Step(
      ApgLinear linear, Optional<BatchNorm> norm, Layer activation, double dropout) {}

  /** Returns the weight of the output layer, if there is one. */
  public Optional<Weight> lastWeight() {
    return output.map(LinearLayer::weight);
  }

  /** Computes its output under conditions z; empty where each layer takes its own input. */
  public NDArray apply(Pass pass, NDArray x, Optional<NDArray> z) {
    NDArray current = x;
    for (Step step : steps) {
      NDArray input = current;
      NDArray product = step.linear().apply(pass, input, z.orElse(input));
      NDArray normal = step.norm().map(norm -> norm.apply(pass, product)).orElse(product);
      current = pass.dropout(step.activation().apply(pass, normal), step.dropout());
    }
    NDArray hidden = current;
    return output.map(linear -> linear.apply(pass, hidden)).orElse(hidden);
  }

  @Override
  public NDList apply(Pass pass, NDList inputsAndConditions) {
    Optional<NDArray> z =
        inputsAndConditions.size() > 1 ? Optional.of(inputsAndConditions.get(1)) : Optional.empty();
    return new NDList(apply(pass, inputsAndConditions.getFirst(), z));
  }
}

package io.fuxictr.ctr.layer.dense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;
import java.util.Optional;

/** y = W x + b: (…, I) to (…, O), with W (O, I) and, if wanted, b (O). */
public final class LinearLayer extends Layer {
  private static final InitialValues ZEROS = new InitialValues.Constant(0f);

  private final Weight weight;
  private final Optional<Weight> bias;

  private LinearLayer(Weight weight, Optional<Weight> bias) {
    this.weight = add(weight);
    this.bias = bias.map(this::add);
  }

  /** Makes a layer with bias; Xavier normal, bias zero. */
  public static LinearLayer of(String name, int inputs, int outputs) {
    return of(name, inputs, outputs, new InitialValues.XavierNormal(), ZEROS);
  }

  /** Makes a layer with bias and other initial values. */
  public static LinearLayer of(
      String name, int inputs, int outputs, InitialValues weights, InitialValues biases) {
    Weight bias = Weight.of(name + ".bias", new Shape(outputs), WeightRole.NET, biases);
    return new LinearLayer(weight(name, inputs, outputs, weights), Optional.of(bias));
  }

  /** Makes a layer without bias; Xavier normal. */
  public static LinearLayer withoutBias(String name, int inputs, int outputs) {
    Weight weight = weight(name, inputs, outputs, new InitialValues.XavierNormal());
    return new LinearLayer(weight, Optional.empty());
  }

  private static Weight weight(String name, int inputs, int outputs, InitialValues values) {
    return Weight.of(name + ".weight", new Shape(outputs, inputs), WeightRole.NET, values);
  }

  /** Returns W (O, I). */
  public Weight weight() {
    return weight;
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) {
    NDArray w = pass.value(weight);
    return bias.map(b -> Linear.linear(x, w, pass.value(b)))
        .orElseGet(() -> Linear.linear(x, w))
        .singletonOrThrow();
  }
}

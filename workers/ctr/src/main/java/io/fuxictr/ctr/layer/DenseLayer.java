package io.fuxictr.ctr.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.fuxictr.ctr.layer.Weight.NamedShape;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The same layer of several perceptrons in one product: Linear, and in hidden layers batch norm,
 * activation and dropout.
 *
 * <p>Two forms, after what the perceptrons read:
 *
 * <ul>
 *   <li>one input for all: (B, I) to (B, Σ units), one matrix product; widths may differ
 *   <li>an input each: (K, B, I) to (K, B, U), K products in a batch
 * </ul>
 */
final class DenseLayer extends WeightedBlock {
  private final boolean stacked;
  private final boolean hidden;
  private final int count;
  private final int width;
  private final MlpShape.Style style;
  private final Weight weight;
  private final Weight bias;
  private final Optional<BatchNorm> batchNorm;

  private DenseLayer(List<MlpUnit> units, int inputs, MlpShape.Style style, boolean stacked) {
    this.stacked = stacked;
    this.style = style;
    this.count = units.size();
    this.hidden = units.getFirst().layer().hidden();
    this.width = units.stream().mapToInt(unit -> unit.layer().units()).sum();
    int each = width / count;
    this.weight =
        add(
            Weight.of(
                stacked ? new Shape(count, each, inputs) : new Shape(width, inputs),
                WeightRole.NET,
                new InitialValues.XavierNormal(),
                units.stream().map(unit -> weightOf(unit, inputs)).toList()));
    this.bias =
        add(
            Weight.of(
                stacked ? new Shape(count, 1, each) : new Shape(width),
                WeightRole.NET,
                new InitialValues.Constant(0f),
                units.stream().map(DenseLayer::biasOf).toList()));
    this.batchNorm =
        hidden && style.batchNorm()
            ? Optional.of(add("norm", new BatchNorm(units)))
            : Optional.empty();
  }

  /** Computes layers that read one input, all of them hidden or none. */
  static DenseLayer wide(List<MlpUnit> units, int inputs, MlpShape.Style style) {
    return new DenseLayer(units, inputs, style, false);
  }

  /** Computes layers of one width that read an input each. */
  static DenseLayer stacked(List<MlpUnit> units, int inputs, MlpShape.Style style) {
    return new DenseLayer(units, inputs, style, true);
  }

  /** Returns what inputs are multiplied with. */
  Weight weight() {
    return weight;
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> arguments) {
    NDArray x = inputs.singletonOrThrow();
    NDArray w = store.getValue(weight.parameter(), x.getDevice(), training);
    NDArray b = store.getValue(bias.parameter(), x.getDevice(), training);
    NDArray y =
        stacked
            ? x.batchMatMul(w.transpose(0, 2, 1)).add(b)
            : Linear.linear(x, w, b).singletonOrThrow();
    if (!hidden) {
      return new NDList(y);
    }
    NDArray normal = batchNorm.map(norm -> normalised(norm, store, y, training)).orElse(y);
    return new NDList(Dropout.apply(style.activation().apply(normal), style.dropout(), arguments));
  }

  private NDArray normalised(BatchNorm norm, ParameterStore store, NDArray y, boolean training) {
    if (!stacked) {
      return norm.apply(store, y, training);
    }
    long rows = y.getShape().get(1);
    NDArray columns = y.transpose(1, 0, 2).reshape(rows, width);
    return norm.apply(store, columns, training)
        .reshape(rows, count, width / count)
        .transpose(1, 0, 2);
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputs) {
    Shape x = inputs[0];
    return new Shape[] {
      stacked ? new Shape(count, x.get(1), width / count) : new Shape(x.get(0), width)
    };
  }

  private static NamedShape weightOf(MlpUnit unit, int inputs) {
    String name = unit.layer().linear(unit.prefix(), "weight");
    return new NamedShape(name, new Shape(unit.layer().units(), inputs));
  }

  private static NamedShape biasOf(MlpUnit unit) {
    return new NamedShape(unit.layer().linear(unit.prefix(), "bias"), unit.shape());
  }
}

package io.fuxictr.ctr.layer.dense;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;
import java.util.List;
import java.util.Optional;

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
final class DenseLayer extends Layer {
  private final boolean stacked;
  private final int count;
  private final int width;
  private final MlpShape.Layer shape;
  private final Weight weight;
  private final Weight bias;
  private final Optional<BatchNorm> batchNorm;

  private DenseLayer(List<MlpUnit> units, int inputs, boolean stacked) {
    this.stacked = stacked;
    this.count = units.size();
    this.shape = units.getFirst().layer();
    this.width = units.stream().mapToInt(unit -> unit.layer().units()).sum();
    int each = width / count;
    this.weight =
        add(
            Weight.of(
                stacked ? new Shape(count, each, inputs) : new Shape(width, inputs),
                WeightRole.NET,
                new InitialValues.XavierNormal(),
                units.stream().map(unit -> unit.weight(inputs)).toList()));
    this.bias =
        add(
            Weight.of(
                stacked ? new Shape(count, 1, each) : new Shape(width),
                WeightRole.NET,
                new InitialValues.Constant(0f),
                units.stream().map(MlpUnit::bias).toList()));
    this.batchNorm =
        shape.batchNorm()
            ? Optional.of(
                add("norm", BatchNorm.of(units.stream().map(MlpUnit::normColumns).toList())))
            : Optional.empty();
  }

  /** Computes layers that read one input and are alike but for their widths. */
  static DenseLayer wide(List<MlpUnit> units, int inputs) {
    return new DenseLayer(units, inputs, false);
  }

  /** Computes layers of one width that read an input each. */
  static DenseLayer stacked(List<MlpUnit> units, int inputs) {
    return new DenseLayer(units, inputs, true);
  }

  /** Returns W: (K, U, I), or (Σ units, I). */
  Weight weight() {
    return weight;
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) {
    NDArray w = pass.value(weight);
    NDArray b = pass.value(bias);
    NDArray y =
        stacked
            ? x.batchMatMul(w.transpose(0, 2, 1)).add(b)
            : Linear.linear(x, w, b).singletonOrThrow();
    NDArray normal = batchNorm.map(norm -> normalised(norm, pass, y)).orElse(y);
    return pass.dropout(shape.activation().apply(normal), shape.dropout());
  }

  private NDArray normalised(BatchNorm norm, Pass pass, NDArray y) {
    if (!stacked) {
      return norm.apply(pass, y);
    }
    long rows = y.getShape().get(1);
    NDArray columns = y.transpose(1, 0, 2).reshape(rows, width);
    return norm.apply(pass, columns).reshape(rows, count, width / count).transpose(1, 0, 2);
  }
}

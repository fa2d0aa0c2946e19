package io.fuxictr.ctr.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.fuxictr.ctr.batch.Batch;
import io.fuxictr.ctr.batch.FieldLayout;
import io.fuxictr.ctr.layer.Weight.NamedShape;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Turns a batch into one vector per field: (B, F, d).
 *
 * <p>Inputs are those of {@link Batch}. Categories are looked up together in one table, numbers are
 * multiplied with a vector each (no bias), sequences are looked up together and pooled with the
 * weights that come with the batch. The fields stand in the order of the feature map.
 */
public final class FeatureEmbedding extends WeightedBlock {
  private static final double TABLE_DEVIATION = 1e-4;

  private final FieldLayout layout;
  private final int dim;
  private final List<Weight> tables;
  private final List<Weight> numeric;
  private final int[] order;
  private final boolean inOrder;

  /**
   * Makes the tables of all features.
   *
   * @param dim width d of each vector
   * @param prefix name of the tables' module in the reference
   */
  public FeatureEmbedding(FieldLayout layout, int dim, String prefix) {
    this.layout = layout;
    this.dim = dim;
    this.order = layout.stackingOrder();
    this.inOrder = Arrays.equals(order, IntStream.range(0, order.length).toArray());
    this.tables = layout.tables().stream().map(table -> tableWeight(table, prefix)).toList();
    this.numeric = layout.numbers().isEmpty() ? List.of() : List.of(numericWeight(prefix));
    tables.forEach(this::add);
    numeric.forEach(this::add);
  }

  @Override
  protected NDList forwardInternal(
      ParameterStore store,
      NDList inputs,
      boolean training,
      @Nullable PairList<String, Object> arguments) {
    NDList parts = new NDList();
    for (NDArray input : inputs) {
      switch (input.getName()) {
        case Batch.IDS -> parts.add(looked(store, input, tables.getFirst(), training));
        case Batch.NUMBERS -> parts.add(scaled(store, input, training));
        case Batch.SEQUENCE_IDS ->
            parts.add(
                inputs
                    .get(Batch.POOLING)
                    .batchMatMul(looked(store, input, tables.getLast(), training)));
        default -> {}
      }
    }
    NDArray stacked = parts.size() == 1 ? parts.getFirst() : NDArrays.concat(parts, 1);
    return new NDList(inOrder ? stacked : inFeatureOrder(stacked));
  }

  private NDArray inFeatureOrder(NDArray stacked) {
    return stacked.get(new NDIndex(":, {}", stacked.getManager().create(order)));
  }

  private static NDArray looked(
      ParameterStore store, NDArray rows, Weight table, boolean training) {
    NDArray values = store.getValue(table.parameter(), rows.getDevice(), training);
    return rows.getNDArrayInternal().embedding(rows, values, SparseFormat.DENSE).singletonOrThrow();
  }

  private NDArray scaled(ParameterStore store, NDArray numbers, boolean training) {
    NDArray vectors = store.getValue(numeric.getFirst().parameter(), numbers.getDevice(), training);
    return numbers.expandDims(2).mul(vectors.expandDims(0));
  }

  @Override
  public Shape[] getOutputShapes(Shape[] inputs) {
    return new Shape[] {new Shape(inputs[0].get(0), layout.features().fields(), dim)};
  }

  private Weight tableWeight(FieldLayout.Table table, String prefix) {
    List<NamedShape> parts =
        table.ranges().stream()
            .map(range -> named(prefix, range.feature(), new Shape(range.rows(), dim)))
            .toList();
    return Weight.of(
        new Shape(table.rows(), dim),
        WeightRole.TABLE,
        new InitialValues.PaddedNormal(TABLE_DEVIATION),
        parts);
  }

  private Weight numericWeight(String prefix) {
    List<NamedShape> parts =
        layout.numbers().stream()
            .map(feature -> named(prefix, feature.name(), new Shape(dim, 1)))
            .toList();
    return Weight.of(
        new Shape(parts.size(), dim), WeightRole.NET, new InitialValues.XavierNormal(), parts);
  }

  private static NamedShape named(String prefix, String feature, Shape shape) {
    return new NamedShape("%s.%s.weight".formatted(prefix, feature), shape);
  }
}

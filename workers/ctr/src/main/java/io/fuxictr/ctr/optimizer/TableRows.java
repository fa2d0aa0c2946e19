package io.fuxictr.ctr.optimizer;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.engine.TorchKernel;
import io.fuxictr.ctr.layer.Weight;
import java.util.List;

/**
 * Work on some rows of a table: adds up what a batch says of the same row, and puts rows back that
 * have moved.
 */
public final class TableRows implements AutoCloseable {
  private final TorchKernel sum;
  private final TorchKernel putBack;

  TableRows(Device device) {
    this.sum = TorchKernel.load(device, TableRows.class, "sum-rows.torchscript");
    this.putBack = TorchKernel.load(device, TableRows.class, "put-rows-back.torchscript");
  }

  /**
   * Rows that were looked up together.
   *
   * @param rows (B, n), int32 or int64
   * @param gradients (B, n, d)
   */
  public record Lookup(NDArray rows, NDArray gradients) {}

  /**
   * Adds up the gradients of each row of a table, in the order of its occurrences.
   *
   * @param scope owner of the result
   */
  public Gradient.OfRows sum(NDManager scope, Weight table, List<Lookup> lookups) {
    if (lookups.isEmpty()) {
      return new Gradient.OfRows(
          scope.zeros(new Shape(0), DataType.INT64),
          scope.zeros(new Shape(0, table.shape().get(1))));
    }
    NDList arguments = new NDList();
    TorchKernel.addList(arguments, "rows", lookups.stream().map(Lookup::rows).toList());
    TorchKernel.addList(arguments, "gradients", lookups.stream().map(Lookup::gradients).toList());
    TorchKernel.addTensor(arguments, "paddings", scope.create(table.paddingRows()));
    NDList result = sum.callForList(scope, arguments);
    result.attach(scope);
    return new Gradient.OfRows(result.get(0), result.get(1));
  }

  /**
   * Overwrites rows of arrays.
   *
   * @param rows (U), int64, none twice
   * @param moved (U, d), one for each array
   * @param arrays (V, d)
   */
  void putBack(NDManager scope, NDArray rows, List<NDArray> moved, List<NDArray> arrays) {
    NDList arguments = new NDList();
    TorchKernel.addTensor(arguments, "rows", rows);
    TorchKernel.addList(arguments, "moved", moved);
    TorchKernel.addList(arguments, "arrays", arrays);
    putBack.call(scope, arguments).close();
  }

  @Override
  public void close() {
    sum.close();
    putBack.close();
  }
}

package io.fuxictr.ctr.layer;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.SparseFormat;

/** How one pass looks rows of tables up. */
@FunctionalInterface
public interface RowLookup {

  /**
   * Returns rows of a table: (B, n), int32 or int64, to (B, n, d).
   *
   * @param table (V, d)
   */
  NDArray rows(Weight table, NDArray rows);

  /** Looks rows (B, n) up in the values of a table (V, d): (B, n, d). */
  static NDArray in(NDArray values, NDArray rows) {
    return rows.getNDArrayInternal().embedding(rows, values, SparseFormat.DENSE).singletonOrThrow();
  }
}

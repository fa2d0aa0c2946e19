package io.fuxictr.ctr.layer.embedding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Columns of ids that are looked up in one table together.
 *
 * <p>Arrays are not copied: they belong to the look-up.
 */
final class Lookup {
  private final int[] columns;
  private final long[] firstRows;
  private final boolean whole;
  private final boolean shifted;

  /**
   * Describes a look-up.
   *
   * @param columns of the ids (B, width)
   * @param firstRows row of id 0 in the table, for each column
   * @param width columns there are in all
   */
  Lookup(int[] columns, long[] firstRows, int width) {
    this.columns = columns;
    this.firstRows = firstRows;
    this.whole = Arrays.equals(columns, IntStream.range(0, width).toArray());
    this.shifted = Arrays.stream(firstRows).anyMatch(row -> row != 0);
  }

  boolean isEmpty() {
    return columns.length == 0;
  }

  /** Looks ids (B, width) up in a table (V, d): (B, columns, d). */
  NDArray in(Pass pass, Weight table, NDArray ids) {
    return pass.rows(table, rowsOf(table.shape().get(0), ids));
  }

  /**
   * Returns the rows (B, columns) that belong to ids (B, width): of 32 bits if a table is small
   * enough, or else of 64 bits, where ids of 32 bits are taken without a sign.
   *
   * @param rows rows of the table
   */
  NDArray rowsOf(long rows, NDArray ids) {
    NDArray chosen = whole ? ids : chosen(ids, 1);
    NDManager manager = ids.getManager();
    if (rows <= Integer.MAX_VALUE) {
      return shifted
          ? chosen.add(
              manager.create(Arrays.stream(firstRows).mapToInt(Math::toIntExact).toArray()))
          : chosen;
    }
    NDArray wide = chosen.toType(DataType.INT64, false);
    NDArray wrapped =
        wide.lt(0).toType(DataType.INT64, false).mul(manager.create(1L << Integer.SIZE));
    NDArray unsigned = wide.add(wrapped);
    return shifted ? unsigned.add(manager.create(firstRows)) : unsigned;
  }

  /** Leaves the columns of this look-up of the last axis of an array (B, …, width). */
  NDArray chosen(NDArray array, int axis) {
    if (whole) {
      return array;
    }
    NDArray index = array.getManager().create(columns);
    return array.get(new NDIndex(axis == 1 ? ":, {}" : ":, :, {}", index));
  }
}

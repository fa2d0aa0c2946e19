package io.fuxictr.ctr.optimizer;

import ai.djl.ndarray.NDArray;
import io.fuxictr.ctr.layer.Piece;
import io.fuxictr.ctr.layer.Weight;
import java.util.Arrays;

/** The gradient of a weight. */
public sealed interface Gradient {

  /** Returns its numbers. */
  NDArray values();

  /**
   * Returns the numbers of a piece of the weight, flat; without those that are not kept. They
   * belong to the manager of the gradient.
   */
  NDArray of(Piece piece);

  /**
   * Of a whole weight.
   *
   * @param values of the weight's shape
   */
  record Whole(NDArray values) implements Gradient {

    @Override
    public NDArray of(Piece piece) {
      return Weight.view(values.getManager(), values, piece.offset(), piece.end());
    }
  }

  /**
   * Of the rows of a table (V, d) that a batch looked up; that of all others is zero and not kept.
   *
   * @param rows (U), int64, ascending, none twice
   * @param values (U, d), zero in rows of padding
   */
  record OfRows(NDArray rows, NDArray values) implements Gradient {

    @Override
    public NDArray of(Piece piece) {
      long width = values.getShape().get(1);
      return Weight.view(
          values.getManager(),
          values,
          width * before(piece.offset() / width),
          width * before(piece.end() / width));
    }

    /** Returns how many of the rows come before a row. */
    private int before(long row) {
      int place = Arrays.binarySearch(rows.toLongArray(), row);
      return place < 0 ? -place - 1 : place;
    }
  }
}

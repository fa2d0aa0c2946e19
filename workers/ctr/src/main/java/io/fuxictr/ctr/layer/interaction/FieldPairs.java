package io.fuxictr.ctr.layer.interaction;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;

/**
 * All pairs of F fields with i &lt; j, in the order (0, 1), (0, 2), …, (F - 2, F - 1).
 *
 * <p>P = F (F - 1) / 2 is their number.
 */
public final class FieldPairs {
  private final int fields;
  private final int[] left;
  private final int[] right;

  /** Numbers the pairs of a number of fields. */
  public FieldPairs(int fields) {
    this.fields = fields;
    this.left = new int[fields * (fields - 1) / 2];
    this.right = new int[left.length];
    int pair = 0;
    for (int i = 0; i < fields; i++) {
      for (int j = i + 1; j < fields; j++) {
        left[pair] = i;
        right[pair] = j;
        pair++;
      }
    }
  }

  /** Returns the number of pairs P. */
  public int count() {
    return left.length;
  }

  /** Returns the first field of each pair: (B, F, …) to (B, P, …). */
  public NDArray left(NDArray x) {
    return x.get(new NDIndex(":, {}", x.getManager().create(left)));
  }

  /** Returns the second field of each pair: (B, F, …) to (B, P, …). */
  public NDArray right(NDArray x) {
    return x.get(new NDIndex(":, {}", x.getManager().create(right)));
  }

  /** Returns the products of all pairs, component by component: (B, F, d) to (B, P, d). */
  public NDArray products(NDArray x) {
    return left(x).mul(right(x));
  }

  /** Returns the inner products of all pairs: (B, F, d) to (B, P). */
  public NDArray dots(NDArray x) {
    return upper(x.batchMatMul(x.transpose(0, 2, 1)));
  }

  /** Returns the entries above the diagonal of square matrices: (B, F, F) to (B, P). */
  public NDArray upper(NDArray matrices) {
    int[] places = new int[left.length];
    for (int pair = 0; pair < places.length; pair++) {
      places[pair] = left[pair] * fields + right[pair];
    }
    NDArray flat = matrices.reshape(-1, (long) fields * fields);
    return flat.get(new NDIndex(":, {}", flat.getManager().create(places)));
  }
}

package io.fuxictr.ctr.layer.sequence;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.fuxictr.ctr.layer.Scalars;

/** Which positions of sequences have something: (B, L), 1 or 0. */
public final class Masks {
  private static final float HIDDEN = -1e9f;

  private Masks() {}

  /** Returns 1 for each id that is not padding: (B, L) to (B, L). */
  public static NDArray of(NDArray ids) {
    return ids.neq(0).toType(DataType.FLOAT32, false);
  }

  /** Returns what hides positions when it is added to scores: 0, or -1e9 where the mask is 0. */
  public static NDArray penalty(NDArray mask) {
    return Scalars.times(mask.sub(1f), -HIDDEN);
  }

  /** Returns the softmax of scores (B, L) over the positions with something. */
  static NDArray softmax(NDArray scores, NDArray mask) {
    return scores.add(penalty(mask)).softmax(1);
  }

  /** Returns 1 for the last position of each row that has something: (B, L). */
  static NDArray last(NDArray mask) {
    NDArray upTo = mask.cumSum(1);
    NDArray all = mask.sum(new int[] {1}, true);
    return upTo.eq(all).toType(DataType.FLOAT32, false).mul(mask);
  }
}

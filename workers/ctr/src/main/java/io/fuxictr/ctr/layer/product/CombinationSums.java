package io.fuxictr.ctr.layer.product;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.index.NDIndex;
import java.util.ArrayList;
import java.util.List;

/**
 * Sums over all combinations of n fields of the products of their vectors, component by component.
 *
 * <p>s_n = Σ_{i₁ &lt; … &lt; i_n} e_{i₁} ⊙ … ⊙ e_{i_n}, found field by field: with c_n(f) the sum
 * over combinations whose last field is f, c_1 = e and c_n(f) = e_f ⊙ Σ_{g &lt; f} c_{n-1}(g). Time
 * is linear in fields and orders, and no sum is a difference of large numbers.
 *
 * <p>Source: Blondel et al., <a href="https://arxiv.org/abs/1607.07195">Higher-Order Factorization
 * Machines</a>, NIPS 2016, section 3. Departs from it: the recursion runs over all fields at once,
 * by cumulative sums.
 */
public final class CombinationSums {
  private static final int[] FIELDS = {1};

  private CombinationSums() {}

  /**
   * Returns the sums of orders 2 to highest: each (B, d).
   *
   * @param fields (B, F, d), F at least the highest order
   */
  public static List<NDArray> upTo(int highest, NDArray fields) {
    List<NDArray> sums = new ArrayList<>();
    NDArray endingAt = fields;
    for (int order = 2; order <= highest; order++) {
      NDArray before = endingAt.cumSum(1).get(new NDIndex(":, :-1"));
      endingAt = fields.get(new NDIndex(":, {}:", order - 1)).mul(before);
      sums.add(endingAt.sum(FIELDS));
    }
    return sums;
  }

  /** Returns the sum of one order, at least 2: (B, F, d) to (B, d). */
  public static NDArray of(int order, NDArray fields) {
    return upTo(order, fields).getLast();
  }
}

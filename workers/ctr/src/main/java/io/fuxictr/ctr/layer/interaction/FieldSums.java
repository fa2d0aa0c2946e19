package io.fuxictr.ctr.layer.interaction;

import ai.djl.ndarray.NDArray;
import io.fuxictr.ctr.layer.Scalars;

/**
 * Sums over all pairs of fields in time linear in their number.
 *
 * <p>Source: Rendle, <a href="https://doi.org/10.1109/ICDM.2010.127">Factorization Machines</a>,
 * ICDM 2010, lemma 3.1: Σ_{i&lt;j} e_i ⊙ e_j = ½ ((Σ_i e_i)² - Σ_i e_i²).
 */
public final class FieldSums {
  private static final int[] FIELDS = {1};
  private static final int[] LAST = {1};

  private FieldSums() {}

  /** Returns the sum of the products of all pairs of fields: (B, F, d) to (B, d). */
  public static NDArray pairProducts(NDArray fields) {
    NDArray squareOfSum = fields.sum(FIELDS).square();
    NDArray sumOfSquares = fields.square().sum(FIELDS);
    return Scalars.times(squareOfSum.sub(sumOfSquares), 0.5);
  }

  /** Returns the sum of the inner products of all pairs of fields: (B, F, d) to (B, 1). */
  public static NDArray pairDots(NDArray fields) {
    return pairProducts(fields).sum(LAST, true);
  }
}

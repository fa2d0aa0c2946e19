package io.fuxictr.ctr.layer.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.fuxictr.ctr.layer.InitialValues;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.ctr.layer.attention.SimilarityLayer.Values;
import java.util.Optional;

/**
 * Every pair of fields, weighed by its inner product: (B, F, d) to (B, F² · d).
 *
 * <p>y_ij = ⟨e_i, e_j⟩ v_ij, with v_ij either a row of W (F, F, d), which starts at 1, or e_i ⊙
 * e_j; index i · F · d + j · d + component.
 *
 * <p>Source: Cheng, Xue, <a href="https://doi.org/10.1145/3404835.3462936">Looking at CTR
 * Prediction Again: Is Attention All You Need?</a>, SIGIR 2021, section 3.2.
 */
public final class ContextFreeSimilarity extends Layer {
  private final Optional<Weight> pairs;
  private final double dropout;

  /**
   * Makes the layer.
   *
   * @param name its name in the reference
   * @param dropout probability to leave a number out of the output
   */
  public ContextFreeSimilarity(String name, int fields, int dim, Values values, double dropout) {
    pairs =
        switch (values) {
          case TRAINED -> Optional.of(add(trained(name, fields, dim)));
          case PRODUCTS -> Optional.empty();
        };
    this.dropout = dropout;
  }

  static Weight trained(String name, int fields, int dim) {
    return Weight.of(
        name + ".W",
        new Shape(fields, fields, dim),
        WeightRole.RAW,
        new InitialValues.Constant(1f));
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) {
    NDArray similarities = x.batchMatMul(x.transpose(0, 2, 1)).expandDims(3);
    NDArray values = pairs.map(pass::value).orElseGet(() -> x.expandDims(2).mul(x.expandDims(1)));
    NDArray weighed = similarities.mul(values);
    return pass.dropout(weighed.reshape(x.getShape().get(0), -1), dropout);
  }
}

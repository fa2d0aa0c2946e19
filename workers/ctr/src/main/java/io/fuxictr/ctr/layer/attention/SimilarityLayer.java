package io.fuxictr.ctr.layer.attention;

import ai.djl.ndarray.NDArray;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.dense.LinearLayer;
import java.util.Optional;

/**
 * Fields that gather from each other by a trained similarity: (B, F, d) to (B, F, d).
 *
 * <p>y_i = Σ_j ⟨e_i, K e_j⟩ v_ij, plus Q e_i if residual, with K and Q (d, d) and v_ij either a row
 * of W (F, F, d), which starts at 1, or e_i ⊙ e_j.
 *
 * <p>Source: Cheng, Xue, <a href="https://doi.org/10.1145/3404835.3462936">Looking at CTR
 * Prediction Again: Is Attention All You Need?</a>, SIGIR 2021, section 3.3.
 */
public final class SimilarityLayer extends Layer {
  private final LinearLayer keys;
  private final Optional<LinearLayer> residual;
  private final Optional<Weight> pairs;
  private final double dropout;

  /** What a pair of fields is worth before it is weighed. */
  public enum Values {
    /** A vector of its own. */
    TRAINED,
    /** The product of its embeddings, component by component. */
    PRODUCTS
  }

  /**
   * What all layers of a model have in common.
   *
   * @param values what pairs are worth
   * @param residual whether a projection of the input is added
   * @param dropout probability to leave a number out of the output
   */
  public record Options(Values values, boolean residual, double dropout) {}

  /**
   * Makes a layer.
   *
   * @param name its name in the reference
   */
  public SimilarityLayer(String name, int fields, int dim, Options options) {
    keys = add("keys", LinearLayer.withoutBias(name + ".K", dim, dim));
    residual =
        options.residual()
            ? Optional.of(add("residual", LinearLayer.withoutBias(name + ".Q", dim, dim)))
            : Optional.empty();
    pairs =
        switch (options.values()) {
          case TRAINED -> Optional.of(add(ContextFreeSimilarity.trained(name, fields, dim)));
          case PRODUCTS -> Optional.empty();
        };
    dropout = options.dropout();
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) {
    NDArray similarities = x.batchMatMul(keys.apply(pass, x).transpose(0, 2, 1));
    NDArray gathered =
        pairs
            .map(w -> byField(similarities, pass.value(w)))
            .orElseGet(() -> x.mul(similarities.batchMatMul(x)));
    NDArray sum = residual.map(q -> gathered.add(q.apply(pass, x))).orElse(gathered);
    return pass.dropout(sum, dropout);
  }

  /** Sums over j: similarities (B, F, F) and W (F, F, d) to (B, F, d). */
  private static NDArray byField(NDArray similarities, NDArray w) {
    return similarities.transpose(1, 0, 2).batchMatMul(w).transpose(1, 0, 2);
  }
}

package io.fuxictr.ctr.layer.product;

import ai.djl.ndarray.NDArray;
import io.fuxictr.ctr.layer.Layer;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.dense.Activation;
import io.fuxictr.ctr.layer.dense.LinearLayer;
import io.fuxictr.ctr.layer.interaction.FieldPairs;
import java.util.List;

/**
 * Products of all pairs of fields, weighed by attention and added up: (B, F, d) to (B, 1).
 *
 * <p>With m_ij = e_i ⊙ e_j: a = softmax over pairs of ⟨h, relu(W m_ij + b)⟩, W (A, d), b (A), h
 * (A); the output is ⟨p, Σ_{i&lt;j} a_ij m_ij⟩, p (d).
 *
 * <p>Source: Xiao et al., <a href="https://arxiv.org/abs/1708.04617">Attentional Factorization
 * Machines</a>, IJCAI 2017, section 3.
 */
public final class WeightedPairs extends Layer {
  private static final int[] PAIRS = {1};

  private final FieldPairs pairs;
  private final LinearLayer hidden;
  private final LinearLayer attention;
  private final LinearLayer projection;
  private final List<Double> dropouts;

  /**
   * Makes the weights; in the reference they belong to the model itself.
   *
   * @param fields number of fields F
   * @param dim width d
   * @param attentionDim width A
   * @param dropouts probability to leave out weights of pairs, and components of their sum
   */
  public WeightedPairs(int fields, int dim, int attentionDim, List<Double> dropouts) {
    this.pairs = new FieldPairs(fields);
    this.hidden = add("hidden", LinearLayer.of("attention.0", dim, attentionDim));
    this.attention = add("attention", LinearLayer.withoutBias("attention.2", attentionDim, 1));
    this.projection = add("projection", LinearLayer.withoutBias("weight_p", dim, 1));
    this.dropouts = List.copyOf(dropouts);
  }

  @Override
  public NDArray apply(Pass pass, NDArray x) {
    NDArray products = pairs.products(x);
    NDArray scores = attention.apply(pass, Activation.RELU.apply(hidden.apply(pass, products)));
    NDArray weights = pass.dropout(scores.softmax(1), dropouts.getFirst());
    NDArray sum = pass.dropout(products.mul(weights).sum(PAIRS), dropouts.getLast());
    return projection.apply(pass, sum);
  }
}

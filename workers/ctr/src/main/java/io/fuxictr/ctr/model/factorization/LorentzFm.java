package io.fuxictr.ctr.model.factorization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.Scalars;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.layer.interaction.FieldPairs;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;

/**
 * How far all pairs of fields violate the triangle inequality in hyperbolic space; there are no
 * other weights than the embeddings.
 *
 * <p>With e_f (B, d) the embedded fields and u_f = √(1 + ‖e_f‖²): logit = Σ_{i&lt;j} 1 + (1 - ⟨e_i,
 * e_j⟩ - u_i - u_j) / (u_i u_j), (B, 1).
 *
 * <p>Source: Xu, Wu, <a href="https://arxiv.org/abs/1911.09821">Learning Feature Interactions with
 * Lorentzian Factorization Machine</a>, AAAI 2020, section 3.
 */
public final class LorentzFm extends SingleObjective {
  private static final int[] COMPONENTS = {2};
  private static final int[] PAIRS = {1};

  private final FeatureEmbedding embedding;
  private final FieldPairs pairs;

  /** Builds it from hyper-parameter embedding_dim. */
  public LorentzFm(ModelSetup setup) {
    int dim = setup.commonEmbeddingDim();
    setup.needFields(2);
    embedding =
        add(
            "embedding",
            new FeatureEmbedding(setup.layout(), EmbeddingPlan.pooled(ReferenceNames.TABLES, dim)));
    pairs = new FieldPairs(embedding.fields());
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    NDArray fields = embedding.embed(pass, inputs).stacked();
    NDArray times = Scalars.plus(fields.square().sum(COMPONENTS), 1).sqrt();
    NDArray left = pairs.left(times);
    NDArray right = pairs.right(times);
    NDArray distances = Scalars.minus(1, pairs.dots(fields)).sub(left).sub(right);
    NDArray scores = Scalars.plus(distances.div(left.mul(right)), 1);
    return scores.sum(PAIRS, true);
  }
}

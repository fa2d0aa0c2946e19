package io.fuxictr.ctr.model.factorization;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.layer.embedding.LogisticRegression;
import io.fuxictr.ctr.layer.interaction.FieldSums;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;

/**
 * Weights of values and inner products of all pairs of fields.
 *
 * <p>With e_f (B, d) the embedded fields: logit = b + Σ_f w_f(x_f) + Σ_{i&lt;j} ⟨e_i, e_j⟩, (B, 1).
 *
 * <p>Source: Rendle, <a href="https://doi.org/10.1109/ICDM.2010.127">Factorization Machines</a>,
 * ICDM 2010, section 3.
 */
public final class Fm extends SingleObjective {
  private final FeatureEmbedding embedding;
  private final LogisticRegression linear;

  /** Builds it from hyper-parameter embedding_dim. */
  public Fm(ModelSetup setup) {
    int dim = setup.commonEmbeddingDim();
    embedding =
        add(
            "embedding",
            new FeatureEmbedding(setup.layout(), EmbeddingPlan.pooled(ReferenceNames.TABLES, dim)));
    linear =
        add(
            "linear",
            new LogisticRegression(setup.layout(), "fm.lr_layer", LogisticRegression.Bias.TRAINED));
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    NDArray pairs = FieldSums.pairDots(embedding.embed(pass, inputs).stacked());
    return linear.sum(pass, inputs).add(pairs);
  }
}

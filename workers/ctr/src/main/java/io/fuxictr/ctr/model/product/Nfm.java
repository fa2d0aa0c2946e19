package io.fuxictr.ctr.model.product;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.dense.Mlp;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.layer.embedding.LogisticRegression;
import io.fuxictr.ctr.layer.interaction.FieldSums;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import java.util.List;
import java.util.OptionalInt;

/**
 * Weights of values and a perceptron on the sum of all pairs of fields.
 *
 * <p>With e_f (B, d) the embedded fields: logit = Σ_f w_f(x_f) + mlp(Σ_{i&lt;j} e_i ⊙ e_j), (B, 1),
 * the perceptron's input being (B, d).
 *
 * <p>Source: He, Chua, <a href="https://arxiv.org/abs/1708.05027">Neural Factorization Machines for
 * Sparse Predictive Analytics</a>, SIGIR 2017, section 3.
 */
public final class Nfm extends SingleObjective {
  private final FeatureEmbedding embedding;
  private final LogisticRegression linear;
  private final Mlp deep;

  /** Builds it from hyper-parameters embedding_dim and hidden_units. */
  public Nfm(ModelSetup setup) {
    int dim = setup.commonEmbeddingDim();
    embedding =
        add(
            "embedding",
            new FeatureEmbedding(setup.layout(), EmbeddingPlan.pooled(ReferenceNames.TABLES, dim)));
    linear =
        add(
            "linear",
            new LogisticRegression(setup.layout(), "lr_layer", LogisticRegression.Bias.NONE));
    deep =
        add(
            "deep",
            new Mlp(
                "dnn",
                dim,
                setup.mlp(
                    "hidden_units", List.of(64, 64, 64), OptionalInt.of(1), setup.mlpStyle())));
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    NDArray pairs = FieldSums.pairProducts(embedding.embed(pass, inputs).stacked());
    return linear.sum(pass, inputs).add(deep.apply(pass, pairs));
  }
}

package io.fuxictr.ctr.model.deep;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.dense.Mlp;
import io.fuxictr.ctr.layer.embedding.EmbeddedFields;
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
 * A factorization machine and a perceptron on the same embeddings, added up.
 *
 * <p>With E (B, F, d) the embedded fields:
 *
 * <ul>
 *   <li>first and second order: b + Σ_f w_f(x_f) + Σ_{i&lt;j} ⟨e_i, e_j⟩: (B, 1)
 *   <li>deep: mlp(E side by side, (B, F · d)): (B, 1)
 * </ul>
 *
 * <p>Source: Guo et al., <a href="https://arxiv.org/abs/1703.04247">DeepFM: A Factorization-Machine
 * based Neural Network for CTR Prediction</a>, IJCAI 2017, section 2.
 */
public final class DeepFm extends SingleObjective {
  private final FeatureEmbedding embedding;
  private final LogisticRegression linear;
  private final Mlp deep;

  /** Builds it from hyper-parameters embedding_dim and hidden_units. */
  public DeepFm(ModelSetup setup) {
    int dim = setup.commonEmbeddingDim();
    embedding =
        add(
            "embedding",
            new FeatureEmbedding(setup.layout(), EmbeddingPlan.pooled(ReferenceNames.TABLES, dim)));
    linear =
        add(
            "linear",
            new LogisticRegression(setup.layout(), "fm.lr_layer", LogisticRegression.Bias.TRAINED));
    deep =
        add(
            "deep",
            new Mlp(
                "mlp",
                embedding.flatWidth(),
                setup.mlp(
                    "hidden_units", List.of(64, 64, 64), OptionalInt.of(1), setup.mlpStyle())));
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    EmbeddedFields fields = embedding.embed(pass, inputs);
    return linear
        .sum(pass, inputs)
        .add(FieldSums.pairDots(fields.stacked()))
        .add(deep.apply(pass, fields.flat()));
  }
}

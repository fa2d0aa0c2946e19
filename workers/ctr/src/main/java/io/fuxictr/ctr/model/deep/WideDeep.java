package io.fuxictr.ctr.model.deep;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.dense.Mlp;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.layer.embedding.LogisticRegression;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import java.util.List;
import java.util.OptionalInt;

/**
 * A sum of one weight per feature value and a perceptron, added up.
 *
 * <p>With E (B, F, d) the embedded fields:
 *
 * <ul>
 *   <li>wide: Σ_f w_f(x_f): (B, 1)
 *   <li>deep: mlp(E side by side, (B, F · d)): (B, 1)
 * </ul>
 *
 * <p>Source: Cheng et al., <a href="https://arxiv.org/abs/1606.07792">Wide &amp; Deep Learning for
 * Recommender Systems</a>, DLRS 2016, section 3. Departs from it: the wide part has single features
 * only, no products that were chosen by hand, and one optimizer trains both parts.
 */
public final class WideDeep extends SingleObjective {
  private final FeatureEmbedding embedding;
  private final LogisticRegression wide;
  private final Mlp deep;

  /** Builds it from hyper-parameters embedding_dim and hidden_units. */
  public WideDeep(ModelSetup setup) {
    EmbeddingPlan plan = EmbeddingPlan.pooled(ReferenceNames.TABLES, setup.commonEmbeddingDim());
    embedding = add("embedding", new FeatureEmbedding(setup.layout(), plan));
    wide =
        add(
            "wide",
            new LogisticRegression(setup.layout(), "lr_layer", LogisticRegression.Bias.NONE));
    deep =
        add(
            "deep",
            new Mlp(
                "dnn",
                embedding.flatWidth(),
                setup.mlp(
                    "hidden_units", List.of(64, 64, 64), OptionalInt.of(1), setup.mlpStyle())));
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    NDArray x = embedding.embed(pass, inputs).flat();
    return wide.sum(pass, inputs).add(deep.apply(pass, x));
  }
}

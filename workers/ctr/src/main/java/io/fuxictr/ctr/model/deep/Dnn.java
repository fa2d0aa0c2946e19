package io.fuxictr.ctr.model.deep;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.dense.Mlp;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import java.util.List;
import java.util.OptionalInt;

/**
 * A perceptron on all embeddings side by side: mlp((B, Σ d)): (B, 1).
 *
 * <p>Source: Covington et al., <a href="https://doi.org/10.1145/2959100.2959190">Deep Neural
 * Networks for YouTube Recommendations</a>, RecSys 2016, section 4. Departs from it: there is no
 * weighting by watch time, and numbers are not raised to powers.
 */
public final class Dnn extends SingleObjective {
  private final FeatureEmbedding embedding;
  private final Mlp mlp;

  /** Builds it from hyper-parameters embedding_dim and hidden_units. */
  public Dnn(ModelSetup setup) {
    EmbeddingPlan plan = EmbeddingPlan.pooled(ReferenceNames.TABLES, setup.embeddingDim());
    embedding = add("embedding", new FeatureEmbedding(setup.layout(), plan));
    mlp =
        add(
            "mlp",
            new Mlp(
                "mlp",
                embedding.flatWidth(),
                setup.mlp(
                    "hidden_units", List.of(64, 64, 64), OptionalInt.of(1), setup.mlpStyle())));
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    return mlp.apply(pass, embedding.embed(pass, inputs).flat());
  }
}

package io.fuxictr.ctr.model.cross;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.dense.Mlp;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.layer.interaction.GatedCrossNet;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import java.util.List;
import java.util.OptionalInt;

/**
 * Gated crossings, and a perceptron behind them.
 *
 * <p>With x (B, D) all embeddings side by side, logit = mlp({@link GatedCrossNet}(x)): (B, 1).
 * Without dnn_hidden_units it is linear in the crossings.
 *
 * <p>Source: Wang et al., <a href="https://arxiv.org/abs/2311.04635">Towards Deeper, Lighter and
 * Interpretable Cross Network for CTR Prediction</a>, CIKM 2023, section 3, the stacked form.
 */
public final class Gdcn extends SingleObjective {
  private final FeatureEmbedding embedding;
  private final GatedCrossNet cross;
  private final Mlp deep;

  /** Builds it from hyper-parameters dnn_hidden_units and num_cross_layers. */
  public Gdcn(ModelSetup setup) {
    EmbeddingPlan plan = EmbeddingPlan.pooled(ReferenceNames.TABLES, setup.embeddingDim());
    embedding = add("embedding", new FeatureEmbedding(setup.layout(), plan));
    int width = embedding.flatWidth();
    int layers = setup.parameters().integer("num_cross_layers", 3, n -> n >= 1, "at least 1");
    cross = add("cross", new GatedCrossNet("cross_net", width, layers));
    deep =
        add(
            "deep",
            new Mlp(
                "dnn",
                width,
                setup.mlp(
                    "dnn_hidden_units",
                    List.of(),
                    OptionalInt.of(1),
                    setup.mlpStyle("dnn_activations"))));
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    return deep.apply(pass, cross.apply(pass, embedding.embed(pass, inputs).flat()));
  }
}

package io.fuxictr.ctr.model.cross;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.dense.LinearLayer;
import io.fuxictr.ctr.layer.dense.Mlp;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.layer.interaction.CrossNet;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Crossings with vectors beside a perceptron.
 *
 * <p>With x (B, D) all embeddings side by side: c = {@link CrossNet}(x): (B, D), h = mlp(x): (B,
 * H), logit = linear in c and h side by side: (B, 1). Without dnn_hidden_units there is no h.
 *
 * <p>Source: Wang et al., <a href="https://arxiv.org/abs/1708.05123">Deep &amp; Cross Network for
 * Ad Click Predictions</a>, ADKDD 2017, section 2. Departs from it: numbers are multiplied with a
 * vector each, like embeddings.
 */
public final class Dcn extends SingleObjective {
  private final FeatureEmbedding embedding;
  private final CrossNet cross;
  private final Optional<Mlp> deep;
  private final LinearLayer output;

  /** Builds it from hyper-parameters dnn_hidden_units and num_cross_layers. */
  public Dcn(ModelSetup setup) {
    EmbeddingPlan plan = EmbeddingPlan.pooled(ReferenceNames.TABLES, setup.embeddingDim());
    embedding = add("embedding", new FeatureEmbedding(setup.layout(), plan));
    int width = embedding.flatWidth();
    int layers = setup.parameters().integer("num_cross_layers", 3, n -> n >= 1, "at least 1");
    MlpShape shape =
        setup.mlp(
            "dnn_hidden_units", List.of(), OptionalInt.empty(), setup.mlpStyle("dnn_activations"));
    cross = add("cross", new CrossNet("crossnet", width, layers));
    boolean deepToo = !shape.hiddenUnits().isEmpty();
    deep = deepToo ? Optional.of(add("deep", new Mlp("dnn", width, shape))) : Optional.empty();
    int outputs = width + (deepToo ? shape.outputUnits() : 0);
    output = add("output", LinearLayer.of("fc", outputs, 1));
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    NDArray x = embedding.embed(pass, inputs).flat();
    NDArray crossed = cross.apply(pass, x);
    return output.apply(
        pass, deep.map(mlp -> crossed.concat(mlp.apply(pass, x), 1)).orElse(crossed));
  }
}

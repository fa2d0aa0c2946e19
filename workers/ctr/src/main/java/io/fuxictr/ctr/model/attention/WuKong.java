package io.fuxictr.ctr.model.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.dense.Activation;
import io.fuxictr.ctr.layer.dense.Mlp;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.layer.dense.MlpShape.Norm;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.layer.interaction.WuKongLayer;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Factorization machines stacked on each other, so that layer i reaches interactions of order 2^i.
 *
 * <p>E (B, F, d), the embedded fields, goes through {@linkplain WuKongLayer layers}, which leave m
 * = fmb_features + lcb_features vectors each; laid flat, (B, m · d), a perceptron gives the logit:
 * (B, 1).
 *
 * <p>Source: Zhang et al., <a href="https://arxiv.org/abs/2403.02545">Wukong: Towards a Scaling Law
 * for Large-Scale Recommendation</a>, ICML 2024, section 3.
 */
public final class WuKong extends SingleObjective {
  private final FeatureEmbedding embedding;
  private final List<WuKongLayer> layers = new ArrayList<>();
  private final Mlp head;

  /**
   * Builds it from hyper-parameters embedding_dim, num_wukong_layers, lcb_features, fmb_features,
   * fmb_mlp_units, fmb_mlp_activations, fmp_rank_k (0 for all dot products), mlp_hidden_units,
   * mlp_hidden_activations, mlp_batch_norm, layer_norm and net_dropout.
   */
  public WuKong(ModelSetup setup) {
    int dim = setup.commonEmbeddingDim(64);
    embedding =
        add(
            "embedding",
            new FeatureEmbedding(setup.layout(), EmbeddingPlan.pooled(ReferenceNames.TABLES, dim)));
    WuKongLayer.Options options = options(setup, dim);
    int vectors = embedding.fields();
    int count = setup.parameters().integer("num_wukong_layers", 3, n -> n >= 1, "at least 1");
    for (int i = 0; i < count; i++) {
      layers.add(add("layer", new WuKongLayer("wukong_stack." + i, vectors, options)));
      vectors = options.outputs();
    }
    MlpShape.Style style =
        new MlpShape.Style(
            setup.activations("mlp_hidden_activations"),
            List.of(0.0),
            setup.parameters().flag("mlp_batch_norm", true) ? Norm.EACH_LAYER : Norm.NONE);
    head =
        add(
            "head",
            new Mlp(
                "fc",
                vectors * dim,
                setup.mlp("mlp_hidden_units", List.of(32, 32), OptionalInt.of(1), style)));
  }

  private static WuKongLayer.Options options(ModelSetup setup, int dim) {
    int compressed = setup.parameters().integer("lcb_features", 40, n -> n >= 1, "at least 1");
    int factorized = setup.parameters().integer("fmb_features", 40, n -> n >= 1, "at least 1");
    MlpShape.Style style =
        new MlpShape.Style(
            setup.activations("fmb_mlp_activations"),
            List.of(setup.dropout("net_dropout")),
            Norm.NONE);
    MlpShape perceptron =
        setup.mlp("fmb_mlp_units", List.of(32, 32), OptionalInt.of(factorized * dim), style);
    return new WuKongLayer.Options(
        dim,
        factorized,
        compressed,
        setup.parameters().integer("fmp_rank_k", 8, n -> n >= 0, "at least 0; 0 for all products"),
        new MlpShape(
            perceptron.hiddenUnits(), perceptron.output(), perceptron.style(), Activation.RELU),
        setup.parameters().flag("layer_norm", true));
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    NDArray x = embedding.embed(pass, inputs).stacked();
    for (WuKongLayer layer : layers) {
      x = layer.apply(pass, x);
    }
    return head.apply(pass, x.reshape(x.getShape().get(0), -1));
  }
}

package io.fuxictr.ctr.model.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.attention.InteractingLayer;
import io.fuxictr.ctr.layer.dense.LinearLayer;
import io.fuxictr.ctr.layer.dense.Mlp;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.layer.embedding.EmbeddedFields;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.layer.embedding.LogisticRegression;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Fields that attend to each other in several layers, with a perceptron beside them.
 *
 * <p>With E (B, F, d) the embedded fields and layers of width A:
 *
 * <ul>
 *   <li>attention: E through {@linkplain InteractingLayer interacting layers}, laid flat (B, F ·
 *       A), and one linear layer: (B, 1)
 *   <li>deep: mlp(E side by side, (B, F · d)): (B, 1), if dnn_hidden_units has a width
 *   <li>wide: Σ_f w_f(x_f): (B, 1), if use_wide
 *   <li>logit: their sum
 * </ul>
 *
 * <p>Source: Song et al., <a href="https://arxiv.org/abs/1810.11921">AutoInt: Automatic Feature
 * Interaction Learning via Self-Attentive Neural Networks</a>, CIKM 2019, section 4; with the
 * perceptron it is section 5.5's AutoInt+.
 */
public final class AutoInt extends SingleObjective {
  private final FeatureEmbedding embedding;
  private final List<InteractingLayer> attention = new ArrayList<>();
  private final LinearLayer output;
  private final Optional<Mlp> deep;
  private final Optional<LogisticRegression> wide;

  /**
   * Builds it from hyper-parameters embedding_dim, dnn_hidden_units, attention_layers, num_heads,
   * attention_dim, layer_norm, use_scale, use_wide and use_residual.
   *
   * @throws ModelConfigException if attention_dim is no multiple of num_heads
   */
  public AutoInt(ModelSetup setup) {
    int dim = setup.commonEmbeddingDim();
    embedding =
        add(
            "embedding",
            new FeatureEmbedding(setup.layout(), EmbeddingPlan.pooled(ReferenceNames.TABLES, dim)));
    InteractingLayer.Options options = options(setup);
    int width = dim;
    int layers = setup.parameters().integer("attention_layers", 2, n -> n >= 1, "at least 1");
    for (int i = 0; i < layers; i++) {
      String name = "self_attention." + i;
      attention.add(add("attention", new InteractingLayer(name, width, options)));
      width = options.width();
    }
    output = add("output", LinearLayer.of("fc", embedding.fields() * width, 1));
    MlpShape shape =
        setup.mlp(
            "dnn_hidden_units",
            List.of(64, 64, 64),
            OptionalInt.of(1),
            setup.mlpStyle("dnn_activations"));
    deep =
        shape.hiddenUnits().isEmpty()
            ? Optional.empty()
            : Optional.of(add("deep", new Mlp("dnn", embedding.flatWidth(), shape)));
    wide =
        setup.parameters().flag("use_wide", false)
            ? Optional.of(
                add(
                    "wide",
                    new LogisticRegression(
                        setup.layout(), "lr_layer", LogisticRegression.Bias.NONE)))
            : Optional.empty();
  }

  private static InteractingLayer.Options options(ModelSetup setup) {
    int heads = setup.parameters().integer("num_heads", 1, n -> n >= 1, "at least 1");
    return new InteractingLayer.Options(
        AttentionWidth.of(setup, 8, heads),
        heads,
        setup.parameters().flag("use_scale", false),
        setup.parameters().flag("use_residual", true),
        setup.parameters().flag("layer_norm", false),
        setup.dropout("net_dropout"));
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    EmbeddedFields fields = embedding.embed(pass, inputs);
    NDArray attended = fields.stacked();
    for (InteractingLayer layer : attention) {
      attended = layer.apply(pass, attended);
    }
    NDArray logit = output.apply(pass, attended.reshape(attended.getShape().get(0), -1));
    if (deep.isPresent()) {
      logit = logit.add(deep.orElseThrow().apply(pass, fields.flat()));
    }
    if (wide.isPresent()) {
      logit = logit.add(wide.orElseThrow().sum(pass, inputs));
    }
    return logit;
  }
}

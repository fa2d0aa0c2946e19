package io.fuxictr.ctr.model.attention;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.attention.DisentangledAttention;
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
 * Fields that attend to each other pairwise and alone, with a linear part and a perceptron beside
 * them.
 *
 * <p>With E (B, F, d) the embedded fields and layers of width A:
 *
 * <ul>
 *   <li>attention: E through layers of {@linkplain DisentangledAttention disentangled attention};
 *       residual_mode each_layer adds a projection of each layer's input, last_layer adds E W_res +
 *       b_res (B, F, A) after the last, None adds nothing; laid flat (B, F · A), one linear layer:
 *       (B, 1)
 *   <li>wide: b + Σ_f w_f(x_f): (B, 1), if use_wide
 *   <li>deep: mlp(E side by side, (B, F · d)): (B, 1), if dnn_hidden_units has a width
 *   <li>logit: their sum
 * </ul>
 *
 * <p>Source: Xu et al., <a href="https://doi.org/10.1145/3459637.3482088">Disentangled
 * Self-Attentive Neural Networks for Click-Through Rate Prediction</a>, CIKM 2021, section 3.
 */
public final class Destine extends SingleObjective {
  private static final double DROPOUT = 0.1;

  private final FeatureEmbedding embedding;
  private final List<DisentangledAttention> attention = new ArrayList<>();
  private final Optional<LinearLayer> residual;
  private final LinearLayer output;
  private final Optional<LogisticRegression> wide;
  private final Optional<Mlp> deep;

  /** Where a projection of the input is added. */
  private enum Residual {
    EACH_LAYER("each_layer"),
    LAST_LAYER("last_layer"),
    NONE("None");

    private final String word;

    Residual(String word) {
      this.word = word;
    }

    private String word() {
      return word;
    }
  }

  /**
   * Builds it from hyper-parameters embedding_dim, attention_dim, num_heads, attention_layers,
   * dnn_hidden_units, net_dropout, att_dropout, relu_before_att, use_scale, use_wide and
   * residual_mode.
   *
   * @throws ModelConfigException if attention_dim is no multiple of num_heads
   */
  public Destine(ModelSetup setup) {
    int dim = setup.commonEmbeddingDim();
    embedding =
        add(
            "embedding",
            new FeatureEmbedding(setup.layout(), EmbeddingPlan.pooled(ReferenceNames.TABLES, dim)));
    Residual mode =
        setup
            .parameters()
            .choice(
                "residual_mode", Residual.EACH_LAYER, List.of(Residual.values()), Residual::word);
    DisentangledAttention.Options options = options(setup, mode == Residual.EACH_LAYER);
    int width = dim;
    int layers = setup.parameters().integer("attention_layers", 2, n -> n >= 1, "at least 1");
    for (int i = 0; i < layers; i++) {
      String name = "self_attns." + i;
      attention.add(add("attention", new DisentangledAttention(name, width, options)));
      width = options.width();
    }
    residual =
        mode == Residual.LAST_LAYER
            ? Optional.of(add("residual", LinearLayer.of("W_res", dim, width)))
            : Optional.empty();
    output = add("output", LinearLayer.of("attn_fc", embedding.fields() * width, 1));
    wide =
        setup.parameters().flag("use_wide", true)
            ? Optional.of(
                add(
                    "wide",
                    new LogisticRegression(setup.layout(), "lr", LogisticRegression.Bias.TRAINED)))
            : Optional.empty();
    deep = deep(setup);
  }

  private static DisentangledAttention.Options options(ModelSetup setup, boolean residual) {
    int heads = setup.parameters().integer("num_heads", 2, n -> n >= 1, "at least 1");
    return new DisentangledAttention.Options(
        AttentionWidth.of(setup, 16, heads),
        heads,
        setup.parameters().flag("use_scale", false),
        setup.parameters().flag("relu_before_att", false),
        residual,
        setup.dropout("att_dropout", DROPOUT));
  }

  private Optional<Mlp> deep(ModelSetup setup) {
    MlpShape.Style style =
        new MlpShape.Style(
            setup.activations("dnn_activations"),
            List.of(setup.dropout("net_dropout", DROPOUT)),
            setup.parameters().flag("batch_norm", false)
                ? MlpShape.Norm.EACH_LAYER
                : MlpShape.Norm.NONE);
    MlpShape shape = setup.mlp("dnn_hidden_units", List.of(), OptionalInt.of(1), style);
    return shape.hiddenUnits().isEmpty()
        ? Optional.empty()
        : Optional.of(add("deep", new Mlp("dnn", embedding.flatWidth(), shape)));
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    EmbeddedFields fields = embedding.embed(pass, inputs);
    NDArray embedded = fields.stacked();
    NDArray attended = embedded;
    for (DisentangledAttention layer : attention) {
      attended = layer.apply(pass, attended);
    }
    if (residual.isPresent()) {
      attended = attended.add(residual.orElseThrow().apply(pass, embedded));
    }
    NDArray logit = output.apply(pass, attended.reshape(attended.getShape().get(0), -1));
    if (wide.isPresent()) {
      logit = logit.add(wide.orElseThrow().sum(pass, inputs));
    }
    if (deep.isPresent()) {
      logit = logit.add(deep.orElseThrow().apply(pass, fields.flat()));
    }
    return logit;
  }
}

package io.fuxictr.ctr.model.sequence;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import io.fuxictr.ctr.batch.FieldLayout;
import io.fuxictr.ctr.batch.Inputs;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.dense.Activation;
import io.fuxictr.ctr.layer.dense.Mlp;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.layer.embedding.EmbeddedFields;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.layer.sequence.TargetAttention;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import io.fuxictr.dataset.feature.Feature;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a user did before, weighed by what is offered now, and a perceptron.
 *
 * <p>For each pair of target (B, D) and sequence (B, L, D), {@linkplain TargetAttention target
 * attention} leaves one vector (B, D), cut into the widths of the features of the sequence. With
 * all other features' vectors, in the order of the feature map, (B, Σ d), a perceptron gives the
 * logit: (B, 1).
 *
 * <p>Source: Zhou et al., <a href="https://arxiv.org/abs/1706.06978">Deep Interest Network for
 * Click-Through Rate Prediction</a>, KDD 2018, section 4.
 */
public final class Din extends SingleObjective {
  private static final String SEQUENCE_KEY = "din_sequence_field";

  private final FieldLayout layout;
  private final FeatureEmbedding embedding;
  private final List<TargetPair> pairs;
  private final List<TargetAttention> attention = new ArrayList<>();
  private final Mlp deep;

  /**
   * Builds it from hyper-parameters embedding_dim, dnn_hidden_units, attention_hidden_units,
   * attention_hidden_activations, attention_output_activation, attention_dropout, din_target_field,
   * din_sequence_field and din_use_softmax.
   *
   * @throws ModelConfigException if targets and sequences do not fit each other
   */
  public Din(ModelSetup setup) {
    layout = setup.layout();
    embedding =
        add(
            "embedding",
            new FeatureEmbedding(
                layout,
                EmbeddingPlan.keepingSequences(ReferenceNames.TABLE_DICT, setup.embeddingDim())));
    pairs = TargetPair.of(setup, "din_target_field", SEQUENCE_KEY);
    TargetPair.checkAllRead(setup, SEQUENCE_KEY, pairs);
    MlpShape shape = attentionShape(setup);
    boolean softmax = setup.parameters().flag("din_use_softmax", false);
    for (int i = 0; i < pairs.size(); i++) {
      String name = "attention_layers.%d.attention_layer".formatted(i);
      int width = pairs.get(i).width(setup, embedding);
      attention.add(add("attention", new TargetAttention(name, width, shape, softmax)));
    }
    MlpShape deepShape =
        setup.mlp(
            "dnn_hidden_units",
            List.of(512, 128, 64),
            OptionalInt.of(1),
            setup.mlpStyle("dnn_activations"));
    deep = add("deep", new Mlp("dnn", embedding.flatWidth(), deepShape));
  }

  private static MlpShape attentionShape(ModelSetup setup) {
    MlpShape.Style style =
        new MlpShape.Style(
            setup.activations("attention_hidden_activations", Activation.DICE),
            List.of(setup.dropout("attention_dropout")),
            MlpShape.Norm.NONE);
    MlpShape hidden = setup.mlp("attention_hidden_units", List.of(64), OptionalInt.of(1), style);
    Activation output = setup.activation("attention_output_activation", Activation.IDENTITY);
    if (output.hasWeights()) {
      throw ModelConfigException.of(
          "attention_output_activation",
          output.reference(),
          "activations that train nothing themselves");
    }
    return new MlpShape(hidden.hiddenUnits(), hidden.output(), hidden.style(), output);
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    EmbeddedFields fields = embedding.embed(pass, inputs);
    Map<String, NDArray> interests = new HashMap<>();
    for (int i = 0; i < pairs.size(); i++) {
      TargetPair pair = pairs.get(i);
      NDArray mask = pair.mask(new Inputs(layout, inputs));
      NDArray pooled =
          attention.get(i).pool(pass, pair.target(fields), pair.sequence(fields), mask);
      cut(pooled, pair, interests);
    }
    NDList parts = new NDList();
    for (String feature : embedding.features()) {
      parts.add(
          Optional.ofNullable(interests.get(feature)).orElseGet(() -> fields.vector(feature)));
    }
    return deep.apply(pass, parts.size() == 1 ? parts.getFirst() : NDArrays.concat(parts, 1));
  }

  private void cut(NDArray pooled, TargetPair pair, Map<String, NDArray> interests) {
    int start = 0;
    for (Feature.Sequence each : pair.sequence()) {
      int end = start + embedding.width(each);
      interests.put(each.name(), pooled.get(new NDIndex(":, {}:{}", start, end)));
      start = end;
    }
  }
}

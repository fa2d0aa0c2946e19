package io.fuxictr.ctr.model.sequence;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.batch.FieldLayout;
import io.fuxictr.ctr.batch.Inputs;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.dense.Mlp;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.layer.embedding.EmbeddedFields;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.layer.sequence.TransformerLayer;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import io.fuxictr.dataset.feature.Feature;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * A transformer over what a user did before and what is offered now, and a perceptron.
 *
 * <p>For each pair of target (B, D) and sequence (B, L, D), {@link BehaviourEncoder} leaves one
 * vector. The vectors of all features with one vector, in the order of the feature map, and then
 * those of the pairs go side by side into a perceptron, which gives the logit: (B, 1).
 *
 * <p>Source: Chen et al., <a href="https://arxiv.org/abs/1905.06874">Behavior Sequence Transformer
 * for E-commerce Recommendation in Alibaba</a>, DLP-KDD 2019, section 2. Departs from it: positions
 * are counted, not timed, and the transformer's output is pooled unless seq_pooling_type is concat.
 */
public final class Bst extends SingleObjective {
  private static final String SEQUENCE_KEY = "bst_sequence_field";
  private static final String HEADS_KEY = "num_heads";

  private final FieldLayout layout;
  private final FeatureEmbedding embedding;
  private final List<TargetPair> pairs;
  private final List<BehaviourEncoder> encoders = new ArrayList<>();
  private final List<String> singles;
  private final Mlp deep;

  /**
   * Builds it from hyper-parameters embedding_dim, dnn_hidden_units, num_heads,
   * stacked_transformer_layers, attention_dropout, layer_norm, use_residual, bst_target_field,
   * bst_sequence_field, seq_pooling_type, use_position_emb and use_causal_mask.
   *
   * @throws ModelConfigException if targets and sequences do not fit each other, or num_heads does
   *     not divide the width of the transformer
   */
  public Bst(ModelSetup setup) {
    layout = setup.layout();
    int dim = setup.embeddingDim();
    embedding =
        add(
            "embedding",
            new FeatureEmbedding(
                layout, EmbeddingPlan.keepingSequences(ReferenceNames.TABLE_DICT, dim)));
    pairs = TargetPair.of(setup, "bst_target_field", SEQUENCE_KEY);
    TargetPair.checkAllRead(setup, SEQUENCE_KEY, pairs);
    List<Feature> rest =
        setup.features().inputs().stream()
            .filter(feature -> pairs.stream().noneMatch(p -> p.sequence().contains(feature)))
            .toList();
    singles = rest.stream().map(Feature::name).toList();
    BehaviourEncoder.Options options = options(setup, dim);
    int width = rest.stream().mapToInt(embedding::width).sum();
    for (int i = 0; i < pairs.size(); i++) {
      int each = pairs.get(i).width(setup, embedding);
      checkHeads(options, each);
      BehaviourEncoder encoder =
          new BehaviourEncoder(
              "transformer_encoders." + i, pairs.get(i).length() + 1, each, options);
      encoders.add(add("encoder", encoder));
      width += encoder.outputs();
    }
    MlpShape shape =
        setup.mlp(
            "dnn_hidden_units",
            List.of(256, 128, 64),
            OptionalInt.of(1),
            setup.mlpStyle("dnn_activations"));
    deep = add("deep", new Mlp("dnn", width, shape));
  }

  private static BehaviourEncoder.Options options(ModelSetup setup, int dim) {
    TransformerLayer.Options layer =
        new TransformerLayer.Options(
            setup.parameters().integer(HEADS_KEY, 2, n -> n >= 1, "at least 1"),
            setup.dropout("attention_dropout"),
            setup.dropout("net_dropout"),
            setup.parameters().flag("layer_norm", true),
            setup.parameters().flag("use_residual", true));
    return new BehaviourEncoder.Options(
        setup.parameters().integer("stacked_transformer_layers", 1, n -> n >= 1, "at least 1"),
        layer,
        setup.parameters().flag("use_position_emb", true) ? dim : 0,
        setup.parameters().flag("use_causal_mask", false),
        BehaviourEncoder.Pooling.of(setup.parameters()));
  }

  private static void checkHeads(BehaviourEncoder.Options options, int width) {
    int heads = options.layer().heads();
    int model = width + options.positionWidth();
    if (model % heads != 0) {
      throw ModelConfigException.of(
          HEADS_KEY, heads, "divisors of the width of the transformer, which is " + model);
    }
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    EmbeddedFields fields = embedding.embed(pass, inputs);
    NDList parts = new NDList();
    singles.forEach(feature -> parts.add(fields.vector(feature)));
    for (int i = 0; i < pairs.size(); i++) {
      TargetPair pair = pairs.get(i);
      NDArray mask = pair.mask(new Inputs(layout, inputs));
      parts.add(encoders.get(i).encode(pass, pair.target(fields), pair.sequence(fields), mask));
    }
    return deep.apply(pass, NDArrays.concat(parts, 1));
  }
}

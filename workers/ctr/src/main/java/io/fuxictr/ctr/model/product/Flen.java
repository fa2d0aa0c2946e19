package io.fuxictr.ctr.model.product;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.dense.Activation;
import io.fuxictr.ctr.layer.dense.LinearLayer;
import io.fuxictr.ctr.layer.dense.Mlp;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.layer.embedding.EmbeddedFields;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.layer.embedding.LogisticRegression;
import io.fuxictr.ctr.layer.interaction.FieldPairs;
import io.fuxictr.ctr.layer.interaction.FieldSums;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import io.fuxictr.dataset.feature.Feature;
import java.util.List;
import java.util.OptionalInt;

/**
 * Interactions between and inside three groups of features (user, item, context), and a perceptron.
 *
 * <p>With e_f (B, d) the embedded fields and G the groups, in the order above:
 *
 * <ul>
 *   <li>between groups: h_MF = Σ_{g&lt;h} r_gh (Σ_{f∈g} e_f) ⊙ (Σ_{f∈h} e_f): (B, d)
 *   <li>inside groups: h_FM = Σ_g s_g Σ_{i&lt;j∈g} e_i ⊙ e_j: (B, d)
 *   <li>h = relu(W [b + Σ_f w_f(x_f); h_MF + h_FM]): (B, d + 1)
 *   <li>deep: mlp(fields side by side, in the order of the feature map, (B, F · d)): (B, H)
 *   <li>logit = ⟨w, [h; deep]⟩: (B, 1)
 * </ul>
 *
 * <p>W, r, s and w have no biases.
 *
 * <p>Source: Chen et al., <a href="https://arxiv.org/abs/1911.04690">FLEN: Leveraging Field for
 * Scalable CTR Prediction</a>, DLP-KDD 2020, section 3.
 */
public final class Flen extends SingleObjective {
  private static final List<String> SOURCES = List.of("user", "item", "context");
  private static final int[] FIELDS = {1};

  private final List<List<String>> groups;
  private final FeatureEmbedding embedding;
  private final LogisticRegression linear;
  private final FieldPairs pairs = new FieldPairs(SOURCES.size());
  private final LinearLayer between;
  private final LinearLayer inside;
  private final LinearLayer interactions;
  private final Mlp deep;
  private final LinearLayer output;

  /** Builds it from hyper-parameters embedding_dim and dnn_hidden_units. */
  public Flen(ModelSetup setup) {
    int dim = setup.commonEmbeddingDim();
    MlpShape.Style style = setup.mlpStyle("dnn_activations");
    MlpShape shape = setup.mlp("dnn_hidden_units", List.of(64, 64, 64), OptionalInt.empty(), style);
    if (shape.hiddenUnits().isEmpty()) {
      throw ModelConfigException.of(
          "dnn_hidden_units", List.of(), "a list with at least one width");
    }
    groups = SOURCES.stream().map(source -> group(setup, source)).toList();
    checkSources(setup);
    embedding =
        add(
            "embedding",
            new FeatureEmbedding(
                setup.layout(), EmbeddingPlan.pooled(ReferenceNames.TABLE_DICT, dim)));
    linear =
        add(
            "linear",
            new LogisticRegression(setup.layout(), "lr_layer", LogisticRegression.Bias.TRAINED));
    between = add("between", LinearLayer.withoutBias("r_ij", pairs.count(), 1));
    inside = add("inside", LinearLayer.withoutBias("r_mm", SOURCES.size(), 1));
    interactions = add("interactions", LinearLayer.withoutBias("w_FwBI.0", dim + 1, dim + 1));
    deep = add("deep", new Mlp("dnn", embedding.flatWidth(), shape));
    output = add("output", LinearLayer.withoutBias("w_F", dim + 1 + shape.outputUnits(), 1));
  }

  private static List<String> group(ModelSetup setup, String source) {
    return setup.features().inputs().stream()
        .filter(feature -> feature.source().equals(source))
        .map(Feature::name)
        .toList();
  }

  private void checkSources(ModelSetup setup) {
    for (int i = 0; i < SOURCES.size(); i++) {
      if (groups.get(i).isEmpty()) {
        throw new ModelConfigException(
            "Model %s needs features of every source %s, but none has source %s; set it in feature_specs"
                .formatted(setup.model(), SOURCES, SOURCES.get(i)));
      }
    }
    for (Feature feature : setup.features().inputs()) {
      if (!SOURCES.contains(feature.source())) {
        throw new ModelConfigException(
            "Feature %s has source '%s'; %s needs one of %s, set it in feature_specs"
                .formatted(feature.name(), feature.source(), setup.model(), SOURCES));
      }
    }
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    EmbeddedFields fields = embedding.embed(pass, inputs);
    NDArray crossed = between(pass, fields).add(inside(pass, fields));
    NDArray joined = linear.sum(pass, inputs).concat(crossed, 1);
    NDArray h = Activation.RELU.apply(interactions.apply(pass, joined));
    return output.apply(pass, h.concat(deep.apply(pass, fields.flat()), 1));
  }

  private NDArray between(Pass pass, EmbeddedFields fields) {
    NDList sums = new NDList();
    groups.forEach(group -> sums.add(fields.stacked(group).sum(FIELDS)));
    NDArray products = pairs.products(NDArrays.stack(sums, 1));
    return between.apply(pass, products.transpose(0, 2, 1)).squeeze(2);
  }

  private NDArray inside(Pass pass, EmbeddedFields fields) {
    NDList sums = new NDList();
    groups.forEach(group -> sums.add(FieldSums.pairProducts(fields.stacked(group))));
    NDArray stacked = NDArrays.stack(sums, 2);
    return inside.apply(pass, stacked).squeeze(2);
  }
}

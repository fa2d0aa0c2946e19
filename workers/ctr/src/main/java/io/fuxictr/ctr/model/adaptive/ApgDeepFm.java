package io.fuxictr.ctr.model.adaptive;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.adaptive.ApgMlp;
import io.fuxictr.ctr.layer.adaptive.ApgSettings;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.layer.embedding.EmbeddedFields;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.layer.embedding.LogisticRegression;
import io.fuxictr.ctr.layer.interaction.FieldSums;
import io.fuxictr.ctr.model.ConditionEmbedding;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import java.util.List;
import java.util.OptionalInt;

/**
 * DeepFM whose perceptron has weights generated for each sample.
 *
 * <p>With E (B, F, d) the embedded fields and z (B, Z) the condition:
 *
 * <ul>
 *   <li>first and second order: b + Σ_f w_f(x_f) + Σ_{i&lt;j} ⟨e_i, e_j⟩: (B, 1)
 *   <li>deep: apg(E side by side, (B, F · d); z): (B, 1)
 * </ul>
 *
 * <p>Source: Yan et al., <a href="https://arxiv.org/abs/2203.16218">APG: Adaptive Parameter
 * Generation Network for Click-Through Rate Prediction</a>, NeurIPS 2022, section 4.
 */
public final class ApgDeepFm extends SingleObjective {
  private final FeatureEmbedding embedding;
  private final LogisticRegression linear;
  private final ConditionEmbedding condition;
  private final ApgMlp deep;

  /** Builds it from the hyper-parameters of DeepFM and those of generation. */
  public ApgDeepFm(ModelSetup setup) {
    int dim = setup.commonEmbeddingDim();
    EmbeddingPlan plan = EmbeddingPlan.pooled(ReferenceNames.TABLE_DICT, dim);
    embedding = add("embedding", new FeatureEmbedding(setup.layout(), plan));
    linear =
        add(
            "linear",
            new LogisticRegression(setup.layout(), "fm.lr_layer", LogisticRegression.Bias.TRAINED));
    condition =
        add(
            "condition",
            new ConditionEmbedding(
                setup, new ConditionEmbedding.Defaults("self-wise", List.of(), false)));
    MlpShape shape =
        setup.mlp("hidden_units", List.of(64, 64, 64), OptionalInt.of(1), setup.mlpStyle());
    ApgSettings settings = ApgSettings.of(setup.parameters());
    deep = add("deep", new ApgMlp("mlp", embedding.flatWidth(), shape, condition.kind(), settings));
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    EmbeddedFields fields = embedding.embed(pass, inputs);
    return linear
        .sum(pass, inputs)
        .add(FieldSums.pairDots(fields.stacked()))
        .add(deep.apply(pass, fields.flat(), condition.of(pass, inputs, fields)));
  }
}

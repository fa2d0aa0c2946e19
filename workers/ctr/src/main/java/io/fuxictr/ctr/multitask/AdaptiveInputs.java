package io.fuxictr.ctr.multitask;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.WeightedBlock;
import io.fuxictr.ctr.layer.adaptive.ApgMlp;
import io.fuxictr.ctr.layer.embedding.EmbeddedFields;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.model.ConditionEmbedding;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.dataset.feature.Feature;
import java.util.List;
import java.util.Optional;

/**
 * What models with generated weights read: the fields side by side x (B, I) and the condition z (B,
 * Z).
 *
 * <p>Hyper-parameter condition_participate_bottom says whether features of the condition are part
 * of x as well.
 */
final class AdaptiveInputs extends WeightedBlock {
  private final FeatureEmbedding embedding;
  private final ConditionEmbedding condition;
  private final List<String> bottom;
  private final int width;

  AdaptiveInputs(ModelSetup setup, ConditionEmbedding.Defaults defaults) {
    int dim = setup.embeddingDim();
    EmbeddingPlan plan = EmbeddingPlan.pooled(ReferenceNames.TABLE_DICT, dim);
    embedding = add("embedding", new FeatureEmbedding(setup.layout(), plan));
    condition = add("condition", new ConditionEmbedding(setup, defaults));
    boolean participates = setup.parameters().flag("condition_participate_bottom", true);
    List<Feature> members =
        setup.features().inputs().stream()
            .filter(feature -> participates || !condition.contains(feature))
            .toList();
    if (members.isEmpty()) {
      throw ModelConfigException.of(
          "condition_participate_bottom", false, "true where all features are conditions");
    }
    bottom = members.stream().map(Feature::name).toList();
    width = members.stream().mapToInt(embedding::width).sum();
  }

  /**
   * What they are for a batch.
   *
   * @param x (B, I)
   * @param z (B, Z); empty if each layer takes its own input
   */
  record Values(NDArray x, Optional<NDArray> z) {}

  /** Returns the width I. */
  int width() {
    return width;
  }

  ApgMlp.Condition condition() {
    return condition.kind();
  }

  Values of(Pass pass, NDList inputs) {
    EmbeddedFields fields = embedding.embed(pass, inputs);
    NDArray x = bottom.size() == embedding.fields() ? fields.flat() : fields.flat(bottom);
    return new Values(x, condition.of(pass, inputs, fields));
  }

  @Override
  public NDList apply(Pass pass, NDList inputs) {
    return new NDList(of(pass, inputs).x());
  }
}

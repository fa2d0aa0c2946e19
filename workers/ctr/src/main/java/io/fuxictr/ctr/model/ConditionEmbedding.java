package io.fuxictr.ctr.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.WeightedBlock;
import io.fuxictr.ctr.layer.adaptive.ApgMlp;
import io.fuxictr.ctr.layer.embedding.EmbeddedFields;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.dataset.feature.Feature;
import java.util.List;
import java.util.Optional;

/**
 * The condition z (B, Z) under which weights are generated: the embeddings of some features side by
 * side, from tables of their own or from those of the model.
 *
 * <p>Hyper-parameters: condition_mode ({@code self-wise}: each layer's own input; {@code
 * group-wise} and {@code mix-wise}: condition_features), new_condition_emb.
 */
public final class ConditionEmbedding extends WeightedBlock {
  private static final String FEATURES = "condition_features";

  private final List<String> features;
  private final boolean selfWise;
  private final int width;
  private final Optional<FeatureEmbedding> own;

  /**
   * Reads the hyper-parameters.
   *
   * @param defaults what counts where they are absent
   */
  public ConditionEmbedding(ModelSetup setup, Defaults defaults) {
    String mode =
        setup
            .parameters()
            .choice(
                "condition_mode", defaults.mode(), List.of("self-wise", "group-wise", "mix-wise"));
    selfWise = mode.equals("self-wise");
    boolean separate = setup.parameters().flag("new_condition_emb", defaults.separate());
    features = inOrder(setup, setup.featureNames(FEATURES, defaults.features()));
    if (!selfWise && features.isEmpty()) {
      throw ModelConfigException.of(
          FEATURES, List.of(), "at least one feature when condition_mode is " + mode);
    }
    int dim = setup.embeddingDim();
    width =
        setup.features().inputs().stream()
            .filter(feature -> features.contains(feature.name()))
            .mapToInt(feature -> feature.embeddingDim().orElse(dim))
            .sum();
    EmbeddingPlan plan =
        EmbeddingPlan.pooled(ReferenceNames.tables("condition_emb_layer"), dim).only(features);
    own =
        separate && !selfWise
            ? Optional.of(add("condition", new FeatureEmbedding(setup.layout(), plan)))
            : Optional.empty();
  }

  private static List<String> inOrder(ModelSetup setup, List<String> names) {
    return setup.features().inputs().stream().map(Feature::name).filter(names::contains).toList();
  }

  /**
   * What counts where hyper-parameters are absent.
   *
   * @param mode condition_mode
   * @param features condition_features
   * @param separate new_condition_emb
   */
  public record Defaults(String mode, List<String> features, boolean separate) {}

  /** Returns what the layers are conditioned on. */
  public ApgMlp.Condition kind() {
    return selfWise ? new ApgMlp.Condition.Self() : new ApgMlp.Condition.Given(width);
  }

  /** Returns whether a feature is part of the condition. */
  public boolean contains(Feature feature) {
    return !selfWise && features.contains(feature.name());
  }

  /**
   * Returns the condition of each sample (B, Z); empty if each layer takes its own input.
   *
   * @param fields the fields of the model, in case the condition has no tables of its own
   */
  public Optional<NDArray> of(Pass pass, NDList inputs, EmbeddedFields fields) {
    if (selfWise) {
      return Optional.empty();
    }
    return Optional.of(
        own.map(embedding -> embedding.embed(pass, inputs)).orElse(fields).flat(features));
  }

  @Override
  public NDList apply(Pass pass, NDList inputs) {
    return own.orElseThrow().apply(pass, inputs);
  }
}

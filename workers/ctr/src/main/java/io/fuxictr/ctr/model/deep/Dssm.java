package io.fuxictr.ctr.model.deep;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.Pass;
import io.fuxictr.ctr.layer.dense.Mlp;
import io.fuxictr.ctr.layer.dense.MlpShape;
import io.fuxictr.ctr.layer.embedding.EmbeddedFields;
import io.fuxictr.ctr.layer.embedding.EmbeddingPlan;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.ReferenceNames;
import io.fuxictr.ctr.model.SingleObjective;
import io.fuxictr.dataset.feature.Feature;
import java.util.List;
import java.util.OptionalInt;

/**
 * One perceptron for the user, one for the item, and the inner product of what comes out.
 *
 * <p>u = user_tower(embeddings of source user side by side): (B, O), i = item_tower(those of source
 * item): (B, O), logit = u · i: (B, 1). The last width of a tower is its linear output O.
 *
 * <p>Source: Huang et al., <a href="https://doi.org/10.1145/2505515.2505665">Learning Deep
 * Structured Semantic Models for Web Search using Clickthrough Data</a>, CIKM 2013, section 3.
 * Departs from it: the product is not divided by the lengths of u and i, and samples have labels
 * instead of competing with others.
 */
public final class Dssm extends SingleObjective {
  private static final int[] LAST = {1};

  private final FeatureEmbedding embedding;
  private final List<String> userFeatures;
  private final List<String> itemFeatures;
  private final Mlp user;
  private final Mlp item;

  /** Builds it from hyper-parameters embedding_dim, user_tower_units and item_tower_units. */
  public Dssm(ModelSetup setup) {
    EmbeddingPlan plan =
        EmbeddingPlan.pooled(ReferenceNames.TABLE_DICT, setup.commonEmbeddingDim());
    embedding = add("embedding", new FeatureEmbedding(setup.layout(), plan));
    userFeatures = ofSource(setup, "user");
    itemFeatures = ofSource(setup, "item");
    MlpShape userShape = shape(setup, "user_tower");
    MlpShape itemShape = shape(setup, "item_tower");
    if (userShape.outputUnits() != itemShape.outputUnits()) {
      throw ModelConfigException.of(
          "item_tower_units",
          setup.parameters().units("item_tower_units", List.of()),
          "a list that ends with %d, as user_tower_units does".formatted(userShape.outputUnits()));
    }
    int dim = plan.dim();
    user = add("user", new Mlp("user_tower", userFeatures.size() * dim, userShape));
    item = add("item", new Mlp("item_tower", itemFeatures.size() * dim, itemShape));
  }

  private static List<String> ofSource(ModelSetup setup, String source) {
    List<String> names =
        setup.features().inputs().stream()
            .filter(feature -> feature.source().equals(source))
            .map(Feature::name)
            .toList();
    if (names.isEmpty()) {
      throw new ModelConfigException(
          "DSSM needs features of source user and of source item, but dataset %s has none of source %s; set source in feature_specs"
              .formatted(setup.features().datasetId(), source));
    }
    return names;
  }

  private static MlpShape shape(ModelSetup setup, String tower) {
    String key = tower + "_units";
    MlpShape.Style style = setup.style(tower + "_activations", tower + "_dropout", "batch_norm");
    List<Integer> units = setup.parameters().units(key, List.of(64, 64, 64));
    if (units.isEmpty()) {
      throw ModelConfigException.of(key, units, "a list with at least one width");
    }
    List<Integer> hidden = units.subList(0, units.size() - 1);
    try {
      return new MlpShape(hidden, OptionalInt.of(units.getLast()), style);
    } catch (IllegalArgumentException e) {
      throw new ModelConfigException(
          "Hyper-parameter %s is %s, its last width being the output: %s; give one for all, or one per hidden layer"
              .formatted(key, units, e.getMessage()));
    }
  }

  @Override
  protected NDArray logit(Pass pass, NDList inputs) {
    EmbeddedFields fields = embedding.embed(pass, inputs);
    NDArray u = user.apply(pass, fields.flat(userFeatures));
    NDArray i = item.apply(pass, fields.flat(itemFeatures));
    return u.mul(i).sum(LAST, true);
  }
}

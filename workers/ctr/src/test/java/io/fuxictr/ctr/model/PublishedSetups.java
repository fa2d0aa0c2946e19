package io.fuxictr.ctr.model;

import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.ctr.zoo.ModelRegistry;
import io.fuxictr.dataset.feature.Feature;
import io.fuxictr.dataset.feature.Feature.SequenceEncoder;
import io.fuxictr.dataset.feature.FeatureMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** The feature maps of published experiments, to compare numbers of trained weights. */
public final class PublishedSetups {
  private static final FeatureMap FRAPPE = frappe();
  private static final FeatureMap AMAZON = amazon();

  private PublishedSetups() {}

  /** Counts the trained weights of a model on frappe_x1: ten categories, d = 10. */
  public static long onFrappe(String model, Map<String, Object> parameters) {
    return trained(FRAPPE, model, 10, parameters);
  }

  /** Counts them on amazonelectronics_x1: item, category and the histories of both, d = 64. */
  public static long onAmazon(String model, Map<String, Object> parameters) {
    return trained(AMAZON, model, 64, parameters);
  }

  private static long trained(
      FeatureMap features, String model, int dim, Map<String, Object> parameters) {
    Map<String, Object> all = new HashMap<>(parameters);
    all.put("model", model);
    all.put("embedding_dim", dim);
    ModelSetup setup = new ModelSetup(HyperParameters.of(all), features);
    return ModelRegistry.build(ModelRegistry.prepare(setup)).weights().stream()
        .filter(weight -> weight.role() != WeightRole.STATISTIC)
        .map(Weight::shape)
        .mapToLong(shape -> shape.size())
        .sum();
  }

  private static FeatureMap frappe() {
    List<Feature> features = new ArrayList<>();
    features.add(category("user", 958));
    features.add(category("item", 4082));
    for (int i = 2; i < 9; i++) {
      features.add(category("context_" + i, 44));
    }
    features.add(category("context_9", 51));
    return new FeatureMap("frappe_x1", features, List.of("label"));
  }

  private static FeatureMap amazon() {
    return new FeatureMap(
        "amazonelectronics_x1",
        List.of(
            category("item_id", 63003),
            category("cate_id", 803),
            history("item_history", "item_id", 63003),
            history("cate_history", "cate_id", 803)),
        List.of("label"));
  }

  private static Feature category(String name, int vocabulary) {
    return new Feature.Categorical(name, "", vocabulary, Optional.empty(), OptionalInt.empty());
  }

  private static Feature history(String name, String owner, int vocabulary) {
    return new Feature.Sequence(
        name,
        "",
        vocabulary,
        100,
        Optional.of(owner),
        SequenceEncoder.MASKED_AVERAGE,
        OptionalInt.empty());
  }
}

package io.fuxictr.ctr;

import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.ctr.model.ModelSetup;
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

/** How many numbers models train on data sets for which runs of the reference are published. */
public final class PublishedSize {
  private static final int FRAPPE_FIELDS = 10;
  private static final int FRAPPE_IDS = 5399;
  private static final int ITEMS = 63_003;
  private static final int CATEGORIES = 803;
  private static final int LENGTH = 100;

  private PublishedSize() {}

  /** Counts on frappe_x1: 10 categorical features. */
  public static long onFrappe(String model, Map<String, ?> options) {
    List<Feature> features = new ArrayList<>();
    int each = FRAPPE_IDS / FRAPPE_FIELDS;
    for (int i = 0; i < FRAPPE_FIELDS; i++) {
      int ids = i == 0 ? FRAPPE_IDS - (FRAPPE_FIELDS - 1) * each : each;
      features.add(category("feature_" + i, ids));
    }
    return count(model, options, features);
  }

  /** Counts on amazonelectronics_x1: items, their categories, and the history of both. */
  public static long onElectronics(String model, Map<String, ?> options) {
    return count(
        model,
        options,
        List.of(
            category("item_id", ITEMS),
            category("cate_id", CATEGORIES),
            history("click_history", "item_id", ITEMS),
            history("cate_history", "cate_id", CATEGORIES)));
  }

  private static Feature category(String name, int ids) {
    return new Feature.Categorical(name, "", ids, Optional.empty(), OptionalInt.empty());
  }

  private static Feature history(String name, String owner, int ids) {
    return new Feature.Sequence(
        name, "", ids, LENGTH, Optional.of(owner), SequenceEncoder.NONE, OptionalInt.empty());
  }

  private static long count(String model, Map<String, ?> options, List<Feature> features) {
    Map<String, Object> parameters = new HashMap<>(options);
    parameters.put("model", model);
    ModelSetup setup =
        new ModelSetup(
            HyperParameters.of(parameters),
            new FeatureMap("published", features, List.of("label")));
    return ModelRegistry.build(ModelRegistry.prepare(setup)).weights().stream()
        .filter(weight -> weight.role() != WeightRole.STATISTIC)
        .map(Weight::shape)
        .mapToLong(shape -> shape.size())
        .sum();
  }
}

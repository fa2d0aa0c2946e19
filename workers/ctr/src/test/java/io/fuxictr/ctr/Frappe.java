package io.fuxictr.ctr;

import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.zoo.ModelRegistry;
import io.fuxictr.dataset.feature.Feature;
import io.fuxictr.dataset.feature.FeatureMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * A feature map of the size of frappe_x1, on which published runs count their parameters: 10
 * categorical features with 5399 ids in all.
 */
public final class Frappe {
  private static final int FIELDS = 10;
  private static final int IDS = 5399;

  private Frappe() {}

  /** Returns how many numbers a model trains there. */
  public static long trainedNumbers(String model, Map<String, Object> more) {
    Map<String, Object> parameters = new HashMap<>(more);
    parameters.put("model", model);
    ModelSetup setup = new ModelSetup(HyperParameters.of(parameters), features());
    return ModelRegistry.build(ModelRegistry.prepare(setup)).weights().stream()
        .filter(weight -> weight.role() != WeightRole.STATISTIC)
        .map(Weight::shape)
        .mapToLong(shape -> shape.size())
        .sum();
  }

  private static FeatureMap features() {
    List<Feature> features =
        IntStream.range(0, FIELDS).<Feature>mapToObj(Frappe::category).toList();
    return new FeatureMap("frappe_x1", features, List.of("label"));
  }

  private static Feature category(int number) {
    int ids = number == 0 ? IDS - (FIELDS - 1) * (IDS / FIELDS) : IDS / FIELDS;
    return new Feature.Categorical(
        "feature_" + number, "", ids, Optional.empty(), OptionalInt.empty());
  }
}

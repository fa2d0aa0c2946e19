package io.fuxictr.deploy.lab;

import io.fuxictr.dataset.feature.Feature;
import io.fuxictr.dataset.feature.FeatureMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The features of a dataset that an experiment uses, in its order: those of {@code use_features},
 * or all. Columns carried along always stay.
 */
final class FeatureSelection {
  /** The hyper-parameter. */
  static final String KEY = "use_features";

  private FeatureSelection() {}

  /**
   * Selects features.
   *
   * @throws LabException if a name is none of a feature, or what the dataset declares is to be
   *     replaced by {@code feature_specs}
   */
  static FeatureMap of(FeatureMap all, Map<String, Object> parameters) {
    if (parameters.get("feature_specs") != null) {
      throw new LabException(
          "feature_specs is not supported: declare it in feature_cols of the dataset");
    }
    Object wanted = parameters.get(KEY);
    if (wanted == null) {
      return all;
    }
    if (!(wanted instanceof List<?> names) || names.isEmpty()) {
      throw new LabException("use_features is '%s', expected a list of features".formatted(wanted));
    }
    var features = new ArrayList<Feature>();
    names.forEach(name -> features.add(input(all, String.valueOf(name))));
    all.features().stream().filter(Feature.Meta.class::isInstance).forEach(features::add);
    return new FeatureMap(all.datasetId(), features, all.labels());
  }

  private static Feature input(FeatureMap all, String name) {
    Optional<Feature> found =
        all.features().stream()
            .filter(feature -> !(feature instanceof Feature.Meta))
            .filter(feature -> feature.name().equals(name))
            .findFirst();
    return found.orElseThrow(
        () ->
            new LabException(
                "use_features names '%s', which is no feature of dataset '%s'; there are: %s"
                    .formatted(
                        name,
                        all.datasetId(),
                        String.join(", ", all.features().stream().map(Feature::name).toList()))));
  }
}

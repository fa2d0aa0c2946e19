package io.fuxictr.deploy.lab;

import io.fuxictr.dataset.build.DatasetSpec;
import io.fuxictr.dataset.feature.ColumnSpec;
import io.fuxictr.dataset.feature.Feature;
import io.fuxictr.dataset.feature.FeatureMap;
import io.fuxictr.dataset.feature.LabelSpec;
import java.util.List;
import java.util.Optional;

/**
 * The feature map of a dataset that is not built yet: all is right but the sizes of vocabularies
 * and the lengths of sequences that only the data can tell. Good to check a model's
 * hyper-parameters with before the data are read.
 */
final class FeatureDraft {
  private static final int VOCABULARY = 3;
  private static final int LENGTH = 2;

  private FeatureDraft() {}

  static FeatureMap of(DatasetSpec spec) {
    List<Feature> features = spec.columns().stream().flatMap(it -> feature(it).stream()).toList();
    return new FeatureMap(
        spec.datasetId(), features, spec.labels().stream().map(LabelSpec::name).toList());
  }

  private static Optional<Feature> feature(ColumnSpec column) {
    return switch (column) {
      case ColumnSpec.Meta _ -> Optional.empty();
      case ColumnSpec.Numeric it ->
          Optional.of(new Feature.Numeric(it.name(), it.source(), it.embeddingDim()));
      case ColumnSpec.Categorical it ->
          Optional.of(
              new Feature.Categorical(
                  it.name(), it.source(), VOCABULARY, it.tokens().shareWith(), it.embeddingDim()));
      case ColumnSpec.Sequence it ->
          Optional.of(
              new Feature.Sequence(
                  it.name(),
                  it.source(),
                  VOCABULARY,
                  it.list().maxLength() == 0 ? LENGTH : it.list().maxLength(),
                  it.tokens().shareWith(),
                  it.list().encoder(),
                  it.embeddingDim()));
    };
  }
}

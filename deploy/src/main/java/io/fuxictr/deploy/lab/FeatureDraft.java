package io.fuxictr.deploy.lab;

import io.fuxictr.dataset.build.DatasetSpec;
import io.fuxictr.dataset.feature.Coding;
import io.fuxictr.dataset.feature.ColumnSpec;
import io.fuxictr.dataset.feature.Feature;
import io.fuxictr.dataset.feature.FeatureMap;
import io.fuxictr.dataset.feature.LabelSpec;
import java.util.List;

/**
 * The feature map of a dataset that is not built yet: all is right but the sizes of vocabularies
 * that are learnt and the lengths of sequences, which only the data can tell. Good to check a
 * model's hyper-parameters with before the data are read.
 */
final class FeatureDraft {
  private static final int VOCABULARY = 3;
  private static final int LENGTH = 2;

  private FeatureDraft() {}

  static FeatureMap of(DatasetSpec spec) {
    List<Feature> features = spec.columns().stream().map(FeatureDraft::feature).toList();
    return new FeatureMap(
        spec.datasetId(), features, spec.labels().stream().map(LabelSpec::name).toList());
  }

  private static Feature feature(ColumnSpec column) {
    return switch (column) {
      case ColumnSpec.Meta it -> new Feature.Meta(it.name());
      case ColumnSpec.Numeric it -> new Feature.Numeric(it.name(), it.source(), it.embedding());
      case ColumnSpec.Categorical it ->
          new Feature.Categorical(
              it.name(), it.source(), ids(it.tokens()), it.tokens().shareWith(), it.embedding());
      case ColumnSpec.Sequence it ->
          new Feature.Sequence(
              it.name(),
              it.source(),
              ids(it.tokens()),
              it.list().maxLength() == 0 ? LENGTH : it.list().maxLength(),
              it.tokens().shareWith(),
              it.embedding());
      case ColumnSpec.Vector it ->
          new Feature.Vector(it.name(), it.source(), it.dim(), it.embedding());
    };
  }

  private static long ids(ColumnSpec.TokenRules tokens) {
    return switch (tokens.coding()) {
      case Coding.Hashed(long size) -> size;
      case Coding.Declared(long size) -> size;
      case Coding.Learnt _, Coding.Own _, Coding.Quantiles _ -> VOCABULARY;
    };
  }
}

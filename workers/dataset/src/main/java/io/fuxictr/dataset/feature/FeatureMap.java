package io.fuxictr.dataset.feature;

import java.util.List;

/**
 * The description of all inputs of a model, and of what it predicts.
 *
 * @param datasetId the dataset it was fitted on
 * @param features inputs, in the order in which their embeddings are stacked, and among them the
 *     columns carried along
 * @param labels objectives, in the order of their predictions
 */
public record FeatureMap(String datasetId, List<Feature> features, List<String> labels) {

  /** Takes copies of the lists. */
  public FeatureMap {
    features = List.copyOf(features);
    labels = List.copyOf(labels);
  }

  /** Returns the features that a model takes, in order: all but those carried along. */
  public List<Feature> inputs() {
    return features.stream().filter(feature -> !(feature instanceof Feature.Meta)).toList();
  }

  /** Returns the number of fields F: slots of the model, one per input. */
  public int fields() {
    return inputs().size();
  }

  /** Returns the number of table rows of all inputs, a number counting as one. */
  public long totalFeatures() {
    long total = 0;
    for (Feature feature : features) {
      total +=
          switch (feature) {
            case Feature.Numeric _ -> 1;
            case Feature.Categorical it -> it.shareWith().isPresent() ? 0 : it.vocabularySize();
            case Feature.Sequence it -> it.shareWith().isPresent() ? 0 : it.vocabularySize();
            case Feature.Vector _, Feature.Meta _ -> 0;
          };
    }
    return total;
  }

  /** Returns the number of values per sample, columns carried along included, labels not. */
  public long inputLength() {
    long length = 0;
    for (Feature feature : features) {
      length +=
          switch (feature) {
            case Feature.Sequence it -> it.maxLength();
            case Feature.Vector it -> it.dim();
            case Feature.Numeric _, Feature.Categorical _, Feature.Meta _ -> 1;
          };
    }
    return length;
  }
}

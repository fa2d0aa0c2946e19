package io.fuxictr.dataset.feature;

import java.util.List;

/**
 * The description of all inputs of a model, and of what it predicts.
 *
 * @param datasetId the dataset it was fitted on
 * @param features inputs, in the order in which their embeddings are stacked
 * @param labels objectives, in the order of their predictions
 */
public record FeatureMap(String datasetId, List<Feature> features, List<String> labels) {

  /** Takes copies of the lists. */
  public FeatureMap {
    features = List.copyOf(features);
    labels = List.copyOf(labels);
  }

  /** Returns the number of fields F: slots of the model, one per feature. */
  public int fields() {
    return features.size();
  }
}

package io.fuxictr.dataset.feature;

import io.fuxictr.dataset.part.DatasetException;
import java.util.ArrayList;
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

  /**
   * Returns the map of some inputs in another order ({@code use_features}); the columns carried
   * along stay, whether they are named or not.
   *
   * @throws DatasetException if there is no such feature
   */
  public FeatureMap select(List<String> names) {
    List<String> known = features.stream().map(Feature::name).toList();
    List<String> unknown = names.stream().filter(name -> !known.contains(name)).toList();
    if (!unknown.isEmpty()) {
      throw new DatasetException(
          "Reading use_features: dataset '%s' has no features %s; features found: %s"
              .formatted(datasetId, unknown, known));
    }
    List<Feature> selected = new ArrayList<>();
    features.stream().filter(it -> it instanceof Feature.Meta).forEach(selected::add);
    for (String name : names) {
      features.stream()
          .filter(it -> it.name().equals(name) && !(it instanceof Feature.Meta))
          .forEach(selected::add);
    }
    return new FeatureMap(datasetId, selected, labels);
  }

  /**
   * Returns the map with other settings ({@code feature_specs}).
   *
   * @param specs maps with a {@code name}, or a list of names, and keys of {@code feature_map.json}
   *     that take the place of those of the features
   * @throws DatasetException if there is no such feature, or a key or value is not allowed
   */
  public FeatureMap with(List<?> specs) {
    return new FeatureSpecs(this).apply(specs);
  }

  /**
   * Returns the number of inputs whose source is one of these.
   *
   * @param sources sources; none for all
   */
  public int fields(List<String> sources) {
    return (int) inputs().stream().filter(it -> isOf(it, sources)).count();
  }

  /**
   * Returns the summed width of the embeddings of all inputs whose source is one of these: {@code
   * emb_output_dim}, or else {@code embedding_dim}, or else the model's.
   *
   * @param dim width of the model
   * @param sources sources; none for all
   */
  public int embeddingDims(int dim, List<String> sources) {
    return inputs().stream()
        .filter(it -> isOf(it, sources))
        .mapToInt(it -> it.embedding().outputDim().orElse(it.embeddingDim().orElse(dim)))
        .sum();
  }

  private static boolean isOf(Feature feature, List<String> sources) {
    return sources.isEmpty() || sources.contains(feature.source());
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

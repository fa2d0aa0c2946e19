package io.fuxictr.ctr.batch;

import io.fuxictr.dataset.feature.Feature;
import io.fuxictr.dataset.feature.FeatureMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where each feature's values stand in a batch. */
public final class FieldLayout {
  private final FeatureMap features;
  private final Optional<Feature> group;
  private final List<Feature.Numeric> numbers = new ArrayList<>();
  private final List<Feature.Categorical> categories = new ArrayList<>();
  private final List<Feature.Sequence> sequences = new ArrayList<>();
  private final List<Feature.Vector> vectors = new ArrayList<>();
  private final int sequencePositions;

  /** Lays out the features of a map, whose samples belong to no groups. */
  public FieldLayout(FeatureMap features) {
    this(features, Optional.empty());
  }

  /**
   * Lays out the features of a map.
   *
   * @param group column of the map that says which samples belong together: one that is carried
   *     along, or a categorical feature
   */
  public FieldLayout(FeatureMap features, Optional<String> group) {
    this.features = features;
    this.group =
        group.flatMap(
            name ->
                features.features().stream()
                    .filter(it -> it.name().equals(name) && canBeGroup(it))
                    .findFirst());
    for (Feature feature : features.features()) {
      switch (feature) {
        case Feature.Numeric numeric -> numbers.add(numeric);
        case Feature.Categorical categorical -> categories.add(categorical);
        case Feature.Sequence sequence -> sequences.add(sequence);
        case Feature.Vector vector -> vectors.add(vector);
        case Feature.Meta _ -> {}
      }
    }
    sequencePositions = sequences.stream().mapToInt(Feature.Sequence::maxLength).sum();
  }

  /** Returns whether the values of a column can say which samples belong together. */
  public static boolean canBeGroup(Feature feature) {
    return switch (feature) {
      case Feature.Meta _, Feature.Categorical _ -> true;
      case Feature.Numeric _, Feature.Sequence _, Feature.Vector _ -> false;
    };
  }

  /** Returns the column that says which samples belong together, if there is one. */
  public Optional<Feature> group() {
    return group;
  }

  /** Returns the map this is the layout of. */
  public FeatureMap features() {
    return features;
  }

  /** Returns the numeric features in the order of their columns. */
  public List<Feature.Numeric> numbers() {
    return numbers;
  }

  /** Returns the categorical features in the order of their columns. */
  public List<Feature.Categorical> categories() {
    return categories;
  }

  /** Returns the sequences in the order of their columns. */
  public List<Feature.Sequence> sequences() {
    return sequences;
  }

  /** Returns the vectors that the data bring along, in the order of their columns. */
  public List<Feature.Vector> vectors() {
    return vectors;
  }

  /** Returns how many numbers the vectors of a sample have in all. */
  public int vectorNumbers() {
    return vectors.stream().mapToInt(Feature.Vector::dim).sum();
  }

  /** Returns the first of a vector's numbers. */
  public int firstNumber(Feature.Vector vector) {
    return vectors.stream()
        .takeWhile(each -> !each.equals(vector))
        .mapToInt(Feature.Vector::dim)
        .sum();
  }

  /** Returns the number of sequence ids per sample P, padding included. */
  public int sequencePositions() {
    return sequencePositions;
  }

  /** Returns the first of a sequence's positions. */
  public int firstPosition(Feature.Sequence sequence) {
    int position = 0;
    for (Feature.Sequence each : sequences) {
      if (each.equals(sequence)) {
        return position;
      }
      position += each.maxLength();
    }
    throw new IllegalArgumentException("no sequence " + sequence.name());
  }

  /** Returns the labels in the order of the objectives. */
  public List<String> labels() {
    return features.labels();
  }
}

package io.fuxictr.ctr.batch;

import io.fuxictr.dataset.feature.Feature;
import io.fuxictr.dataset.feature.FeatureMap;
import java.util.ArrayList;
import java.util.List;

/** Where each feature's values stand in a batch. */
public final class FieldLayout {
  private final FeatureMap features;
  private final List<Feature.Numeric> numbers = new ArrayList<>();
  private final List<Feature.Categorical> categories = new ArrayList<>();
  private final List<Feature.Sequence> sequences = new ArrayList<>();
  private final List<Feature.Vector> vectors = new ArrayList<>();
  private final int sequencePositions;

  /** Lays out the features of a map. */
  public FieldLayout(FeatureMap features) {
    this.features = features;
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

package io.fuxictr.ctr.model.sequence;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import io.fuxictr.ctr.batch.Inputs;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.embedding.EmbeddedFields;
import io.fuxictr.ctr.layer.embedding.FeatureEmbedding;
import io.fuxictr.ctr.layer.sequence.Masks;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.dataset.feature.Feature;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is offered and what the user did before, of the same kind: features that stand side by side.
 *
 * @param target features with one vector each, whose widths add up to D
 * @param sequence features with a vector for each of L positions, whose widths add up to D too
 */
record TargetPair(List<String> target, List<Feature.Sequence> sequence) {
  private static final List<List<String>> TARGET = List.of(List.of("item_id", "cate_id"));
  private static final List<List<String>> HISTORY =
      List.of(List.of("click_history", "cate_history"));

  /**
   * Reads the pairs of a model: a name is one feature, a list within the list several side by side,
   * and each entry of the outer list is a pair of its own.
   *
   * @param targetKey such as din_target_field
   * @param sequenceKey such as din_sequence_field
   * @throws ModelConfigException if the two lists cannot be paired, or a feature is unknown or of
   *     another kind
   */
  static List<TargetPair> of(ModelSetup setup, String targetKey, String sequenceKey) {
    List<List<String>> targets = setup.parameters().groups(targetKey, TARGET);
    List<List<Feature.Sequence>> sequences =
        sequences(setup, sequenceKey, setup.parameters().groups(sequenceKey, HISTORY));
    if (targets.isEmpty() || targets.size() != sequences.size()) {
      throw ModelConfigException.of(
          targetKey,
          targets,
          "at least one, and as many as in %s, which has %d"
              .formatted(sequenceKey, sequences.size()));
    }
    List<TargetPair> pairs = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      targets.get(i).forEach(name -> checkTarget(setup, targetKey, name));
      pairs.add(new TargetPair(targets.get(i), sequences.get(i)));
    }
    return pairs;
  }

  /** Finds the sequences of groups of names; those of a group have the same length. */
  static List<List<Feature.Sequence>> sequences(
      ModelSetup setup, String key, List<List<String>> groups) {
    return groups.stream()
        .map(group -> group.stream().map(name -> sequence(setup, key, name)).toList())
        .map(group -> sameLength(key, group))
        .toList();
  }

  private static List<Feature.Sequence> sameLength(String key, List<Feature.Sequence> group) {
    for (Feature.Sequence each : group) {
      if (each.maxLength() != group.getFirst().maxLength()) {
        throw ModelConfigException.of(
            key,
            "%s with max_len %d beside %s with %d"
                .formatted(
                    each.name(),
                    each.maxLength(),
                    group.getFirst().name(),
                    group.getFirst().maxLength()),
            "sequences of one length side by side");
      }
    }
    return group;
  }

  private static void checkTarget(ModelSetup setup, String key, String name) {
    if (feature(setup, key, name) instanceof Feature.Sequence sequence
        && sequence.encoder() == Feature.SequenceEncoder.NONE) {
      throw ModelConfigException.of(key, name, "features with one vector, not a sequence");
    }
  }

  private static Feature.Sequence sequence(ModelSetup setup, String key, String name) {
    if (feature(setup, key, name) instanceof Feature.Sequence sequence
        && sequence.encoder() == Feature.SequenceEncoder.NONE) {
      return sequence;
    }
    throw ModelConfigException.of(
        key, name, "sequences without encoder: feature_encoder: null under feature_specs");
  }

  private static Feature feature(ModelSetup setup, String key, String name) {
    List<String> known = setup.features().inputs().stream().map(Feature::name).toList();
    if (!known.contains(name)) {
      throw ModelConfigException.of(key, name, "features of the dataset: " + known);
    }
    return find(setup, name);
  }

  private static Feature find(ModelSetup setup, String name) {
    return setup.features().inputs().stream()
        .filter(feature -> feature.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /**
   * Refuses sequences without encoder that no pair reads, and sequences that several read.
   *
   * @throws ModelConfigException naming the sequence
   */
  static void checkAllRead(ModelSetup setup, String key, List<TargetPair> pairs) {
    Set<String> read = new HashSet<>();
    for (TargetPair pair : pairs) {
      for (Feature.Sequence each : pair.sequence()) {
        if (!read.add(each.name())) {
          throw ModelConfigException.of(key, each.name(), "each sequence once");
        }
      }
    }
    for (Feature feature : setup.features().inputs()) {
      if (feature instanceof Feature.Sequence sequence
          && sequence.encoder() == Feature.SequenceEncoder.NONE
          && !read.contains(sequence.name())) {
        throw new ModelConfigException(
            "Sequence feature %s has no feature_encoder and is not among %s of %s; name it there, or give it layers.MaskedAveragePooling()"
                .formatted(sequence.name(), key, setup.model()));
      }
    }
  }

  /**
   * Returns the width D.
   *
   * @throws ModelConfigException if target and sequence differ in width
   */
  int width(ModelSetup setup, FeatureEmbedding embedding) {
    int wanted = width(embedding, sequence);
    int given = target.stream().mapToInt(name -> embedding.width(find(setup, name))).sum();
    if (given != wanted) {
      throw new ModelConfigException(
          "Target %s of %s has width %d, but its sequence %s has %d; give them embeddings of the same width"
              .formatted(
                  target,
                  setup.model(),
                  given,
                  sequence.stream().map(Feature.Sequence::name).toList(),
                  wanted));
    }
    return wanted;
  }

  static int width(FeatureEmbedding embedding, List<Feature.Sequence> features) {
    return features.stream().mapToInt(embedding::width).sum();
  }

  /** Returns L. */
  int length() {
    return sequence.getFirst().maxLength();
  }

  /** Returns the vectors of the target side by side: (B, D). */
  NDArray target(EmbeddedFields fields) {
    return fields.flat(target);
  }

  /** Returns the vectors of the sequence side by side: (B, L, D). */
  NDArray sequence(EmbeddedFields fields) {
    return sideBySide(fields, sequence);
  }

  static NDArray sideBySide(EmbeddedFields fields, List<Feature.Sequence> features) {
    NDList parts = new NDList();
    features.forEach(feature -> parts.add(fields.sequence(feature.name())));
    return parts.size() == 1 ? parts.getFirst() : NDArrays.concat(parts, 2);
  }

  /** Returns where the first sequence has something: (B, L). */
  NDArray mask(Inputs inputs) {
    return Masks.of(inputs.sequenceIds(sequence.getFirst().name()));
  }
}

package io.fuxictr.ctr.layer.embedding;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import io.fuxictr.ctr.config.ModelConfigException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields of a batch as vectors, in the order of the feature map.
 *
 * <p>Vectors are computed in groups; only what is asked for is put together.
 */
public final class EmbeddedFields {
  private final List<String> order;
  private final List<Group> groups = new ArrayList<>();
  private final Map<String, NDArray> sequences = new LinkedHashMap<>();

  EmbeddedFields(List<String> order) {
    this.order = order;
  }

  /**
   * Vectors of one width.
   *
   * @param features whose vectors they are
   * @param vectors (B, n, d)
   */
  private record Group(List<String> features, NDArray vectors) {}

  void add(List<String> features, NDArray vectors) {
    groups.add(new Group(features, vectors));
  }

  void addSequence(String feature, NDArray vectors) {
    sequences.put(feature, vectors);
  }

  /**
   * Returns all fields as one array: (B, F, d).
   *
   * @throws ModelConfigException if they differ in width, naming all
   */
  public NDArray stacked() {
    requireOneWidth();
    NDList parts = new NDList();
    List<String> found = new ArrayList<>();
    for (Group group : groups) {
      parts.add(group.vectors());
      found.addAll(group.features());
    }
    NDArray stacked = parts.size() == 1 ? parts.getFirst() : NDArrays.concat(parts, 1);
    if (found.equals(order)) {
      return stacked;
    }
    int[] places = order.stream().mapToInt(found::indexOf).toArray();
    return stacked.get(new NDIndex(":, {}", stacked.getManager().create(places)));
  }

  /** Returns all fields side by side: (B, Σ d). */
  public NDArray flat() {
    if (sequences.isEmpty() && widths() == 1) {
      NDArray stacked = stacked();
      return stacked.reshape(stacked.getShape().get(0), -1);
    }
    return flat(order);
  }

  /** Returns some fields side by side, in the order given: (B, Σ d). */
  public NDArray flat(List<String> features) {
    NDList parts = new NDList();
    features.forEach(feature -> parts.add(vector(feature)));
    return parts.size() == 1 ? parts.getFirst() : NDArrays.concat(parts, 1);
  }

  /** Returns some fields as one array, in the order given: (B, n, d); all have the same width. */
  public NDArray stacked(List<String> features) {
    NDList parts = new NDList();
    features.forEach(feature -> parts.add(vector(feature)));
    return NDArrays.stack(parts, 1);
  }

  /**
   * Returns the sum of all fields: (B, d).
   *
   * @throws ModelConfigException if they differ in width, naming all
   */
  public NDArray sum() {
    requireOneWidth();
    NDArray sum = groups.getFirst().vectors().sum(new int[] {1});
    for (Group group : groups.subList(1, groups.size())) {
      sum = sum.add(group.vectors().sum(new int[] {1}));
    }
    return sum;
  }

  /** Returns the vector of a field: (B, d). */
  public NDArray vector(String feature) {
    for (Group group : groups) {
      int place = group.features().indexOf(feature);
      if (place >= 0) {
        return group.vectors().get(new NDIndex(":, {}", place));
      }
    }
    throw new IllegalArgumentException("no vector of " + feature);
  }

  /** Returns the vectors of a sequence that was kept: (B, L, d). */
  public NDArray sequence(String feature) {
    NDArray vectors = sequences.get(feature);
    if (vectors == null) {
      throw new IllegalArgumentException("%s is not kept as a sequence".formatted(feature));
    }
    return vectors;
  }

  private void requireOneWidth() {
    if (widths() > 1) {
      Map<String, Long> found = new LinkedHashMap<>();
      for (Group group : groups) {
        group.features().forEach(name -> found.put(name, group.vectors().getShape().get(2)));
      }
      throw new ModelConfigException(
          "This model needs vectors of one width, but its features have %s; make embedding_dim and the end of each feature_encoder agree"
              .formatted(found));
    }
  }

  private long widths() {
    return groups.stream().map(group -> group.vectors().getShape().get(2)).distinct().count();
  }
}

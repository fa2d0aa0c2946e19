package io.fuxictr.ctr.batch;

import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.dataset.feature.Feature;
import io.fuxictr.dataset.feature.FeatureMap;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where each feature's values stand in a batch, and its vectors in the merged embedding tables.
 *
 * <p>All categorical features are looked up at once in one table, all sequences in another; a
 * feature owns a range of rows, the first of which is its padding. Features that share a table
 * across the two kinds merge them into one.
 */
public final class FieldLayout {
  private final FeatureMap features;
  private final List<Feature.Numeric> numbers = new ArrayList<>();
  private final List<Feature.Categorical> categories = new ArrayList<>();
  private final List<Feature.Sequence> sequences = new ArrayList<>();
  private final List<Table> tables = new ArrayList<>();
  private final Map<String, Integer> firstRows = new HashMap<>();
  private final int sequencePositions;

  /** Lays out the features of a map. */
  public FieldLayout(FeatureMap features) {
    this.features = features;
    for (Feature feature : features.inputs()) {
      refusePretrained(feature);
      switch (feature) {
        case Feature.Numeric numeric -> numbers.add(numeric);
        case Feature.Categorical categorical -> categories.add(categorical);
        case Feature.Sequence sequence -> sequences.add(pooled(sequence));
        case Feature.Vector vector ->
            throw new ModelConfigException(
                "Feature %s is of type embedding, which this model cannot take; remove it"
                    .formatted(vector.name()));
        case Feature.Meta _ -> {}
      }
    }
    sequencePositions = sequences.stream().mapToInt(Feature.Sequence::maxLength).sum();
    layTables();
  }

  /**
   * A merged embedding table.
   *
   * @param ranges rows of each owner, one behind the other
   */
  public record Table(List<Range> ranges) {

    /** Returns the number of rows V. */
    public int rows() {
      return ranges.stream().mapToInt(Range::rows).sum();
    }
  }

  /**
   * The rows of one feature in its table.
   *
   * @param feature owner
   * @param first its padding row
   * @param rows size of its vocabulary
   */
  public record Range(String feature, int first, int rows) {}

  /** Returns the map this is the layout of. */
  public FeatureMap features() {
    return features;
  }

  /** Returns the merged tables, one or two; empty if there is nothing to look up. */
  public List<Table> tables() {
    return List.copyOf(tables);
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

  /** Returns the number of sequence ids per sample P, padding included. */
  public int sequencePositions() {
    return sequencePositions;
  }

  /** Returns the first row of a feature in its table, which may be another feature's. */
  public int firstRow(String feature) {
    return firstRows.getOrDefault(feature, -1);
  }

  /** Returns the labels in the order of the objectives. */
  public List<String> labels() {
    return features.labels();
  }

  /**
   * Returns for each field, in the order of the feature map, its place when categories are stacked
   * first, numbers second and sequences last.
   */
  public int[] stackingOrder() {
    int category = 0;
    int number = categories.size();
    int sequence = number + numbers.size();
    int[] order = new int[features.fields()];
    for (int field = 0; field < order.length; field++) {
      order[field] =
          switch (features.inputs().get(field)) {
            case Feature.Categorical _ -> category++;
            case Feature.Numeric _ -> number++;
            case Feature.Sequence _ -> sequence++;
            case Feature.Vector _, Feature.Meta _ ->
                throw new IllegalStateException("only fields are stacked");
          };
    }
    return order;
  }

  private void layTables() {
    boolean merged = sharesAcrossKinds();
    TableBuilder first = new TableBuilder();
    categories.forEach(c -> first.place(c.name(), c.vocabularySize(), c.shareWith()));
    TableBuilder second = merged ? first : new TableBuilder();
    sequences.forEach(s -> second.place(s.name(), s.vocabularySize(), s.shareWith()));
    first.addTo(tables);
    if (!merged) {
      second.addTo(tables);
    }
  }

  private boolean sharesAcrossKinds() {
    List<String> names = categories.stream().map(Feature.Categorical::name).toList();
    return sequences.stream().anyMatch(s -> s.shareWith().filter(names::contains).isPresent())
        || categories.stream()
            .anyMatch(c -> c.shareWith().filter(o -> !names.contains(o)).isPresent());
  }

  private static void refusePretrained(Feature feature) {
    if (feature.pretrained().isPresent()) {
      throw new ModelConfigException(
          "Feature %s has pretrained_emb, which this model cannot take; remove it"
              .formatted(feature.name()));
    }
  }

  private static Feature.Sequence pooled(Feature.Sequence sequence) {
    if (sequence.encoder() != Feature.SequenceEncoder.MASKED_AVERAGE
        && sequence.encoder() != Feature.SequenceEncoder.MASKED_SUM) {
      throw new ModelConfigException(
          "Sequence feature %s has no pooling feature_encoder; this model needs one vector per"
                  .formatted(sequence.name())
              + " sequence, allowed: layers.MaskedAveragePooling(), layers.MaskedSumPooling()");
    }
    return sequence;
  }

  /** Gives out rows of one table. */
  private final class TableBuilder {
    private final List<Range> ranges = new ArrayList<>();
    private int next;

    private void place(String feature, int rows, Optional<String> owner) {
      if (owner.isPresent() && firstRows.containsKey(owner.get())) {
        firstRows.put(feature, firstRow(owner.get()));
        return;
      }
      ranges.add(new Range(feature, next, rows));
      firstRows.put(feature, next);
      next = Math.addExact(next, rows);
    }

    private void addTo(List<Table> target) {
      if (!ranges.isEmpty()) {
        target.add(new Table(List.copyOf(ranges)));
      }
    }
  }
}

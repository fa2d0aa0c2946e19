package io.fuxictr.dataset.feature;

import io.fuxictr.dataset.part.Column;
import io.fuxictr.dataset.part.ColumnForm;
import io.fuxictr.dataset.part.ColumnType;
import io.fuxictr.dataset.part.DatasetException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Learns vocabularies and scales from the blocks of the training rows.
 *
 * <p>Different columns may be added by different threads at once; blocks of one column must come in
 * row order, for the order of equally frequent values depends on it.
 */
public final class FeatureFitter {
  private final List<ColumnSpec> columns;
  private final Map<String, ColumnType> types;
  private final Map<String, TokenFit> tokens = new LinkedHashMap<>();
  private final Map<String, NormalizerFit> numbers = new LinkedHashMap<>();

  /**
   * Prepares to learn.
   *
   * @param columns declared columns, in order
   * @param types what the columns of the data hold
   * @throws DatasetException naming all columns that are missing or do not fit their declaration
   */
  public FeatureFitter(List<ColumnSpec> columns, Map<String, ColumnType> types) {
    this.columns = List.copyOf(columns);
    this.types = Map.copyOf(types);
    ColumnCheck.check("Preparing features", columns, types);
    for (ColumnSpec column : columns) {
      ColumnType type = types.getOrDefault(column.name(), ColumnType.OTHER);
      switch (column) {
        case ColumnSpec.Numeric numeric when numeric.scaling().isPresent() ->
            numbers.put(numeric.name(), new NormalizerFit());
        case ColumnSpec.Categorical categorical ->
            tokens.put(categorical.name(), new TokenFit(categorical, type));
        case ColumnSpec.Sequence sequence ->
            tokens.put(sequence.name(), new TokenFit(sequence, type));
        case ColumnSpec.Numeric _, ColumnSpec.Meta _ -> {}
      }
    }
  }

  /** Returns the columns from which something is to be learnt and the form of each. */
  public Map<String, ColumnForm> forms() {
    Map<String, ColumnForm> forms = FeatureEncoder.forms(columns);
    Set<String> learnt = new LinkedHashSet<>(tokens.keySet());
    learnt.addAll(numbers.keySet());
    forms.keySet().retainAll(learnt);
    return forms;
  }

  /**
   * Learns from rows of a block.
   *
   * @param name column
   * @param block its values
   * @param rows rows to learn from
   */
  public void add(String name, Column block, int[] rows) {
    TokenFit fit = tokens.get(name);
    if (fit != null) {
      fit.add(block, rows);
      return;
    }
    NormalizerFit scale = numbers.get(name);
    if (scale != null && block instanceof Column.Numbers(double[] values)) {
      scale.add(values, rows, fillOf(name));
    }
  }

  /**
   * Returns what was learnt.
   *
   * @param datasetId name of the dataset
   * @param labels objectives, in order
   */
  public FeatureEncoder finish(String datasetId, List<String> labels) {
    Map<String, Vocabulary> vocabularies = vocabularies();
    List<FittedColumn> fitted = new ArrayList<>();
    for (ColumnSpec column : columns) {
      fitted.add(
          switch (column) {
            case ColumnSpec.Numeric numeric ->
                new FittedColumn.Numeric(numeric, normalizer(numeric));
            case ColumnSpec.Categorical categorical ->
                new FittedColumn.Categorical(categorical, of(vocabularies, column));
            case ColumnSpec.Sequence sequence ->
                new FittedColumn.Sequence(sequence, of(vocabularies, column), length(sequence));
            case ColumnSpec.Meta meta -> new FittedColumn.Meta(meta, isWhole(meta));
          });
    }
    return new FeatureEncoder(datasetId, labels, fitted);
  }

  private boolean isWhole(ColumnSpec.Meta column) {
    return types.get(column.name()) == ColumnType.INTEGER;
  }

  private double fillOf(String name) {
    for (ColumnSpec column : columns) {
      if (column instanceof ColumnSpec.Numeric numeric && numeric.name().equals(name)) {
        return numeric.fill();
      }
    }
    return 0;
  }

  private Optional<Normalizer> normalizer(ColumnSpec.Numeric column) {
    NormalizerFit fit = numbers.get(column.name());
    return fit == null ? Optional.empty() : column.scaling().map(fit::fitted);
  }

  private int length(ColumnSpec.Sequence column) {
    int declared = column.list().maxLength();
    TokenFit fit = tokens.get(column.name());
    return declared > 0 || fit == null ? declared : fit.longest();
  }

  /**
   * Joins the vocabularies of columns that share one: the values of the owner come first, then, in
   * order of the columns, what each brings in addition.
   */
  private Map<String, Vocabulary> vocabularies() {
    Map<String, String> owners = new LinkedHashMap<>();
    Map<String, Set<String>> values = new LinkedHashMap<>();
    for (ColumnSpec column : columns) {
      TokenFit fit = tokens.get(column.name());
      if (fit != null) {
        String shared = shareWith(column).orElse(column.name());
        String owner = owners.getOrDefault(shared, shared);
        owners.put(column.name(), owner);
        values.computeIfAbsent(owner, _ -> new LinkedHashSet<>()).addAll(fit.tokens());
      }
    }
    Map<String, Vocabulary> ofOwner = new LinkedHashMap<>();
    values.forEach((owner, known) -> ofOwner.put(owner, new Vocabulary(List.copyOf(known))));
    Map<String, Vocabulary> result = new LinkedHashMap<>();
    owners.forEach((name, owner) -> result.put(name, of(ofOwner, owner)));
    return result;
  }

  private static Optional<String> shareWith(ColumnSpec column) {
    return switch (column) {
      case ColumnSpec.Categorical categorical -> categorical.tokens().shareWith();
      case ColumnSpec.Sequence sequence -> sequence.tokens().shareWith();
      case ColumnSpec.Numeric _, ColumnSpec.Meta _ -> Optional.empty();
    };
  }

  private static Vocabulary of(Map<String, Vocabulary> vocabularies, ColumnSpec column) {
    return of(vocabularies, column.name());
  }

  private static Vocabulary of(Map<String, Vocabulary> vocabularies, String name) {
    Vocabulary vocabulary = vocabularies.get(name);
    if (vocabulary == null) {
      throw new IllegalStateException("no vocabulary for '" + name + "'");
    }
    return vocabulary;
  }
}

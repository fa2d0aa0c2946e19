package io.fuxictr.dataset.feature;

import io.fuxictr.dataset.part.Column;
import io.fuxictr.dataset.part.ColumnForm;
import io.fuxictr.dataset.part.ColumnType;
import io.fuxictr.dataset.part.DatasetException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Learns vocabularies, scales and quantiles from the blocks of the training rows.
 *
 * <p>Different columns may be added by different threads at once; blocks of one column must come in
 * row order, for the order of equally frequent values depends on it.
 */
public final class FeatureFitter {
  private final List<ColumnSpec> columns;
  private final Map<String, ColumnType> types;
  private final Map<String, TokenFit> tokens = new LinkedHashMap<>();
  private final Map<String, NormalizerFit> numbers = new LinkedHashMap<>();
  private final Map<String, QuantileFit> quantiles = new LinkedHashMap<>();

  /**
   * Prepares to learn.
   *
   * @param columns declared columns, in order
   * @param types what the raw columns of the data hold
   * @throws DatasetException naming all columns that are missing or do not fit their declaration
   */
  public FeatureFitter(List<ColumnSpec> columns, Map<String, ColumnType> types) {
    this.columns = List.copyOf(columns);
    this.types = Map.copyOf(types);
    ColumnCheck.check("Preparing features", columns, types);
    columns.forEach(this::prepare);
  }

  private void prepare(ColumnSpec column) {
    ColumnType type = type(column);
    switch (column) {
      case ColumnSpec.Numeric it when it.scaling().isPresent() ->
          numbers.put(it.name(), new NormalizerFit());
      case ColumnSpec.Categorical it -> {
        switch (it.tokens().coding()) {
          case Coding.Learnt _, Coding.Own _ -> tokens.put(it.name(), new TokenFit(it, type));
          case Coding.Quantiles _ -> quantiles.put(it.name(), new QuantileFit(it));
          case Coding.Hashed _, Coding.Declared _ -> {}
        }
      }
      case ColumnSpec.Sequence it -> {
        boolean isLearnt =
            switch (it.tokens().coding()) {
              case Coding.Learnt _, Coding.Own _ -> true;
              case Coding.Hashed _ -> it.list().maxLength() == 0;
              case Coding.Quantiles _, Coding.Declared _ -> false;
            };
        if (isLearnt) {
          tokens.put(it.name(), new TokenFit(it, type));
        }
      }
      case ColumnSpec.Meta it when it.remap() -> tokens.put(it.name(), new TokenFit(it));
      case ColumnSpec.Numeric _, ColumnSpec.Vector _, ColumnSpec.Meta _ -> {}
    }
  }

  /** Starts to read the columns from which something is to be learnt. */
  public RawColumns start() {
    Map<String, ColumnForm> forms = new LinkedHashMap<>();
    for (ColumnSpec column : columns) {
      if (tokens.containsKey(column.name())) {
        forms.put(column.name(), ColumnForm.TOKENS);
      } else if (numbers.containsKey(column.name()) || quantiles.containsKey(column.name())) {
        forms.put(column.name(), ColumnForm.NUMBERS);
      }
    }
    return new RawColumns(columns, forms);
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
    QuantileFit cuts = quantiles.get(name);
    if (cuts != null && block instanceof Column.Numbers(double[] values)) {
      cuts.add(values, rows);
    }
  }

  /**
   * Returns what was learnt.
   *
   * @param datasetId name of the dataset
   * @param labels objectives, in order
   * @throws DatasetException if nothing can be made of a column, naming it
   */
  public FeatureEncoder finish(String datasetId, List<String> labels) {
    var coders = new Coders(columns, tokens);
    List<FittedColumn> fitted = new ArrayList<>();
    for (ColumnSpec column : columns) {
      fitted.add(
          switch (column) {
            case ColumnSpec.Numeric it -> new FittedColumn.Numeric(it, normalizer(it));
            case ColumnSpec.Categorical it -> categorical(it, coders);
            case ColumnSpec.Sequence it ->
                new FittedColumn.Sequence(
                    it, coders.of(it.name()), length(it), coders.pretrained(it.name()));
            case ColumnSpec.Vector it -> new FittedColumn.Vector(it);
            case ColumnSpec.Meta it -> meta(it);
          });
    }
    return new FeatureEncoder(datasetId, labels, fitted);
  }

  private FittedColumn categorical(ColumnSpec.Categorical column, Coders coders) {
    QuantileFit cuts = quantiles.get(column.name());
    return cuts == null
        ? new FittedColumn.Categorical(
            column, coders.of(column.name()), coders.pretrained(column.name()))
        : new FittedColumn.Bucketed(column, cuts.buckets());
  }

  private FittedColumn meta(ColumnSpec.Meta column) {
    TokenFit fit = tokens.get(column.name());
    return fit == null
        ? new FittedColumn.Meta(column, type(column) == ColumnType.INTEGER)
        : new FittedColumn.MetaIds(column, new Vocabulary(fit.tokens()));
  }

  private ColumnType type(ColumnSpec column) {
    return ColumnCheck.type(column, types.getOrDefault(column.rawColumn(), ColumnType.OTHER));
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
}

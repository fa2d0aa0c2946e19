package io.fuxictr.dataset.feature;

import io.fuxictr.dataset.part.ColumnForm;
import io.fuxictr.dataset.part.OutputColumn;
import io.fuxictr.dataset.part.PartFooter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * All that was learnt from training data, by which raw columns become inputs of a model: in
 * training, and later for rows nobody has seen.
 */
public final class FeatureEncoder {
  private final String datasetId;
  private final List<String> labels;
  private final List<FittedColumn> columns;

  FeatureEncoder(String datasetId, List<String> labels, List<FittedColumn> columns) {
    this.datasetId = datasetId;
    this.labels = List.copyOf(labels);
    this.columns = List.copyOf(columns);
  }

  /** Returns what the model sees. */
  public FeatureMap featureMap() {
    List<Feature> features = columns.stream().map(FittedColumn::feature).toList();
    return new FeatureMap(datasetId, features, labels);
  }

  /** Returns the columns as they were declared, in order. */
  public List<ColumnSpec> columns() {
    return columns.stream().map(FittedColumn::spec).toList();
  }

  /** Returns the raw columns that are needed and the form in which each must be read. */
  public Map<String, ColumnForm> forms() {
    Map<String, ColumnForm> forms = new LinkedHashMap<>();
    columns.forEach(column -> forms.put(column.spec().name(), column.form()));
    return forms;
  }

  /** Returns the columns as they are when they are encoded, in order. */
  public List<OutputColumn> outputColumns() {
    return columns.stream()
        .map(column -> new OutputColumn(column.spec().name(), column.kind()))
        .toList();
  }

  /**
   * Checks that a part has all columns and that they hold what was learnt from; labels and columns
   * carried along are not asked for.
   *
   * @throws io.fuxictr.dataset.part.DatasetException naming all columns that are missing or do not
   *     fit
   */
  public void check(PartFooter part) {
    List<ColumnSpec> inputs =
        columns().stream().filter(column -> !(column instanceof ColumnSpec.Meta)).toList();
    ColumnCheck.check("Reading features of " + part.file(), inputs, part.types());
  }

  /** Starts to encode blocks. */
  public EncodingPass start() {
    return new EncodingPass(columns);
  }

  List<FittedColumn> fitted() {
    return columns;
  }

  static Map<String, ColumnForm> forms(List<ColumnSpec> columns) {
    Map<String, ColumnForm> forms = new LinkedHashMap<>();
    for (ColumnSpec column : columns) {
      forms.put(
          column.name(),
          switch (column) {
            case ColumnSpec.Numeric _ -> ColumnForm.NUMBERS;
            case ColumnSpec.Categorical _, ColumnSpec.Sequence _, ColumnSpec.Meta _ ->
                ColumnForm.TOKENS;
          });
    }
    return forms;
  }
}

package io.fuxictr.dataset.build;

import io.fuxictr.dataset.feature.ColumnSpec;
import io.fuxictr.dataset.feature.LabelSpec;
import io.fuxictr.dataset.input.RawFormat;
import java.nio.file.Path;
import java.util.List;

/**
 * What dataset is to be built of what.
 *
 * @param datasetId name of the dataset
 * @param columns declared columns, in order
 * @param labels objectives, in order
 * @param parts raw files
 * @param format how the raw files are stored
 * @param split how the training rows are divided
 * @param fileRows rows of a processed file at most; 0 means one file per split
 */
public record DatasetSpec(
    String datasetId,
    List<ColumnSpec> columns,
    List<LabelSpec> labels,
    RawParts parts,
    RawFormat format,
    SplitRule split,
    int fileRows) {

  /** Takes copies of the lists. */
  public DatasetSpec {
    columns = List.copyOf(columns);
    labels = List.copyOf(labels);
  }

  /** Describes a dataset of Parquet files. */
  public DatasetSpec(
      String datasetId,
      List<ColumnSpec> columns,
      List<LabelSpec> labels,
      RawParts parts,
      SplitRule split,
      int fileRows) {
    this(datasetId, columns, labels, parts, RawFormat.PARQUET, split, fileRows);
  }

  /**
   * Raw files, in the order in which their rows are read.
   *
   * @param train rows to learn from, and to divide if the split says so
   * @param valid rows for validation; not used if the split takes some of the training rows
   * @param test rows for testing; not used if the split takes some of the training rows
   */
  public record RawParts(List<Path> train, List<Path> valid, List<Path> test) {

    /** Takes copies of the lists. */
    public RawParts {
      train = List.copyOf(train);
      valid = List.copyOf(valid);
      test = List.copyOf(test);
    }

    /** Creates a set of files that are all to be divided. */
    public static RawParts of(List<Path> train) {
      return new RawParts(train, List.of(), List.of());
    }

    List<Path> of(Split split) {
      return switch (split) {
        case TRAIN -> train;
        case VALID -> valid;
        case TEST -> test;
      };
    }
  }

  List<String> labelNames() {
    return labels.stream().map(LabelSpec::name).toList();
  }

  boolean isParquet() {
    return format.kind() == RawFormat.Kind.PARQUET;
  }

  /** Returns the same with all raw files in Parquet. */
  DatasetSpec inParquet(RawParts converted) {
    return new DatasetSpec(datasetId, columns, labels, converted, split, fileRows);
  }
}

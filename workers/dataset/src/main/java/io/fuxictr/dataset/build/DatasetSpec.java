package io.fuxictr.dataset.build;

import io.fuxictr.dataset.feature.ColumnSpec;
import io.fuxictr.dataset.feature.LabelSpec;
import java.nio.file.Path;
import java.util.List;

/**
 * What dataset is to be built of what.
 *
 * @param datasetId name of the dataset
 * @param columns declared columns, in order
 * @param labels objectives, in order
 * @param parts raw parts
 * @param split how the training parts are divided
 * @param fileRows rows of a processed file at most; 0 means one file per split
 */
public record DatasetSpec(
    String datasetId,
    List<ColumnSpec> columns,
    List<LabelSpec> labels,
    RawParts parts,
    SplitRule split,
    int fileRows) {

  /** Takes copies of the lists. */
  public DatasetSpec {
    columns = List.copyOf(columns);
    labels = List.copyOf(labels);
  }

  /**
   * Raw parts, in the order in which their rows are read.
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

    /** Creates a set of parts that are all to be divided. */
    public static RawParts of(List<Path> train) {
      return new RawParts(train, List.of(), List.of());
    }
  }

  List<String> labelNames() {
    return labels.stream().map(LabelSpec::name).toList();
  }
}

package io.fuxictr.fetch;

import io.fuxictr.dataset.part.PartColumn;
import io.fuxictr.dataset.part.PartFooter;
import io.fuxictr.layout.StorageLayout;
import io.fuxictr.remote.file.DataFiles;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.worker.StageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What has arrived, as the footers of its part files say.
 *
 * @param train parts to learn from, at least one
 * @param infer parts to score, at least one
 */
record RawData(List<PartFooter> train, List<PartFooter> infer) {

  /** Takes copies of the lists. */
  RawData {
    train = List.copyOf(train);
    infer = List.copyOf(infer);
  }

  /**
   * Reads every footer of a dataset.
   *
   * @throws StageException if there is no file, or the parts of a table differ in their columns
   */
  static RawData read(StorageLayout layout, String datasetId) {
    return new RawData(
        footers(layout.rawTrain(datasetId), RowSet.TRAIN),
        footers(layout.rawInfer(datasetId), RowSet.INFER));
  }

  private static List<PartFooter> footers(Path folder, RowSet rows) {
    List<PartFooter> footers = DataFiles.under(folder).stream().map(PartFooter::read).toList();
    if (footers.isEmpty()) {
      throw new StageException(
          ErrorCode.STORAGE, "Verifying %s: there is no part file; retry".formatted(folder));
    }
    for (PartFooter footer : footers) {
      if (!footer.columns().equals(footers.getFirst().columns())) {
        throw new StageException(
            ErrorCode.INVALID_INPUT,
            "Verifying the parts of %s: %s has columns %s, but %s has %s; one query must give one table"
                .formatted(
                    rows.query(),
                    footers.getFirst().file().getFileName(),
                    declarations(footers.getFirst().columns()),
                    footer.file().getFileName(),
                    declarations(footer.columns())));
      }
    }
    return footers;
  }

  private static String declarations(List<PartColumn> columns) {
    return String.join(
        ", ", columns.stream().map(it -> it.name() + " " + it.declaration()).toList());
  }

  /** Returns the parts of a table. */
  List<PartFooter> parts(RowSet rows) {
    return switch (rows) {
      case TRAIN -> train;
      case INFER -> infer;
    };
  }

  /** Returns the number of rows of a table. */
  long rows(RowSet rows) {
    return parts(rows).stream().mapToLong(PartFooter::rows).sum();
  }

  /** Returns the columns of a table, in their order. */
  List<PartColumn> columns(RowSet rows) {
    return parts(rows).getFirst().columns();
  }

  /** Returns the names of the columns to learn from, for messages. */
  String trainColumns() {
    return String.join(", ", train.getFirst().names());
  }

  /** Returns the files to learn from. */
  List<Path> trainFiles() {
    return train.stream().map(PartFooter::file).toList();
  }

  /** Returns a column to score, if it is there. */
  Optional<PartColumn> inferColumn(String name) {
    return infer.getFirst().column(name);
  }

  /** Returns the rows of every part by its path below {@code raw/}. */
  Map<String, Long> rowsByPath() {
    var rows = new LinkedHashMap<String, Long>();
    for (RowSet set : RowSet.ALL) {
      for (PartFooter part : parts(set)) {
        rows.put(set.folder() + "/" + part.file().getFileName(), part.rows());
      }
    }
    return rows;
  }

  /** Returns what is in the tables, in words. */
  String words() {
    var words = new ArrayList<String>();
    for (RowSet set : RowSet.ALL) {
      words.add(
          "%s %d rows, %d columns in %d files"
              .formatted(set.folder(), rows(set), columns(set).size(), parts(set).size()));
    }
    return String.join("; ", words);
  }
}

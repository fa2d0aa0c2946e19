package io.fuxictr.dataset.build;

import io.fuxictr.dataset.feature.ColumnSpec;
import io.fuxictr.dataset.feature.LabelSpec;
import io.fuxictr.dataset.input.RawFormat;
import io.fuxictr.dataset.part.ColumnForm;
import io.fuxictr.dataset.part.ColumnType;
import io.fuxictr.dataset.part.DatasetException;
import io.fuxictr.dataset.part.PartColumn;
import io.fuxictr.dataset.part.PartFooter;
import io.fuxictr.dataset.part.PartReader;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The raw parts of a dataset and what their footers say, checked against what is needed. */
final class RawTable {
  private final RawFormat format;
  private final Map<Split, List<PartFooter>> parts = new EnumMap<>(Split.class);

  private RawTable(DatasetSpec spec) {
    format = spec.format();
    parts.put(Split.TRAIN, footers(spec.parts().train()));
    parts.put(
        Split.VALID, footers(spec.split().validSize() > 0 ? List.of() : spec.parts().valid()));
    parts.put(Split.TEST, footers(spec.split().testSize() > 0 ? List.of() : spec.parts().test()));
  }

  /**
   * Reads all footers.
   *
   * @throws DatasetException if there is nothing to learn from, columns are missing, or parts
   *     differ
   */
  static RawTable open(DatasetSpec spec) {
    var table = new RawTable(spec);
    if (table.rows(Split.TRAIN) == 0) {
      throw new DatasetException(
          "Building dataset '%s': no training rows in %d files; check what the query selects"
              .formatted(spec.datasetId(), spec.parts().train().size()));
    }
    table.checkLabels(spec.labels());
    table.checkAlike(spec);
    return table;
  }

  /** Returns the parts that hold a split; the training parts also hold what is cut off them. */
  List<PartFooter> parts(Split split) {
    return parts.getOrDefault(split, List.of());
  }

  long rows(Split split) {
    return parts(split).stream().mapToLong(part -> format.rowsOf(part.rows())).sum();
  }

  /** Starts to read the rows of a part that count. */
  PartReader open(PartFooter part, Map<String, ColumnForm> forms) {
    return PartReader.open(
        part.file(), forms, BuildProgress.BLOCK_ROWS, format.rowsOf(part.rows()));
  }

  Map<String, ColumnType> types() {
    return first().types();
  }

  private PartFooter first() {
    return parts(Split.TRAIN).getFirst();
  }

  private void checkLabels(List<LabelSpec> labels) {
    List<String> missing =
        labels.stream()
            .map(LabelSpec::name)
            .filter(name -> first().column(name).isEmpty())
            .toList();
    if (!missing.isEmpty()) {
      throw new DatasetException(
          "Reading labels: columns %s are missing; columns found: %s; name them in label_col or"
                  .formatted(missing, first().names())
              + " select them in the query");
    }
    for (LabelSpec label : labels) {
      Optional<PartColumn> column =
          first().column(label.name()).filter(it -> !it.type().isNumber());
      if (column.isPresent()) {
        throw new DatasetException(
            "Reading labels: column '%s' is %s; labels are numbers, cast it in the query"
                .formatted(label.name(), column.get().declaration()));
      }
    }
  }

  private void checkAlike(DatasetSpec spec) {
    Set<String> needed = new LinkedHashSet<>(spec.labelNames());
    for (ColumnSpec column : spec.columns()) {
      if (spec.labelNames().contains(column.name())
          || spec.labelNames().contains(column.rawColumn())) {
        throw new DatasetException(
            "Building dataset '%s': column '%s' is both a label and a feature"
                .formatted(spec.datasetId(), column.name()));
      }
      needed.add(column.rawColumn());
    }
    for (Split split : Split.values()) {
      parts(split).forEach(part -> checkAlike(part, needed));
    }
  }

  private void checkAlike(PartFooter part, Set<String> needed) {
    Set<String> different = new HashSet<>(needed);
    different.removeIf(name -> type(first(), name).equals(type(part, name)));
    if (!different.isEmpty()) {
      throw new DatasetException(
          "Reading %s: columns %s are missing or of another type than in %s; export all parts by one"
                  .formatted(part.file(), different.stream().sorted().toList(), first().file())
              + " query");
    }
  }

  private static Optional<ColumnType> type(PartFooter part, String name) {
    return part.column(name).map(PartColumn::type);
  }

  private static List<PartFooter> footers(List<Path> files) {
    return files.stream().map(PartFooter::read).toList();
  }
}

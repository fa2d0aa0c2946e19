package io.fuxictr.dataset.build;

import io.fuxictr.dataset.feature.ColumnSpec;
import io.fuxictr.dataset.input.RawFormat;
import io.fuxictr.dataset.input.RawType;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Turns files of rows that are to be scored or measured, of any format, into parts with all their
 * columns. Those that a dataset declares hold what it declares; in CSV all others are texts.
 *
 * @param spec the dataset that the rows are for
 * @param use what is done with them
 */
public record RowConversion(DatasetSpec spec, Use use) {

  /** What is done with rows, by which some columns are needed. */
  public enum Use {
    /** They are scored: labels need not be there. */
    SCORE,
    /** They are measured, by their labels. */
    MEASURE
  }

  /**
   * Turns a file into a part.
   *
   * @param format how the file is stored, which is not Parquet
   * @param target file to write
   * @throws io.fuxictr.dataset.part.DatasetException if columns are missing or values are not what
   *     they should be, naming file, line and column
   * @throws InterruptedException if the thread is interrupted
   */
  public void convert(Path source, RawFormat format, Path target) throws InterruptedException {
    List<String> found = format.columnNames(source);
    Set<String> optional = optional();
    Map<String, RawType> declared = RawTypes.of(spec);
    Map<String, RawType> types = new LinkedHashMap<>();
    found.forEach(name -> types.put(name, declared.getOrDefault(name, RawType.TEXT)));
    declared.forEach(
        (name, type) -> {
          if (!optional.contains(name)) {
            types.putIfAbsent(name, type);
          }
        });
    format.convert(source, types, target);
  }

  private Set<String> optional() {
    Set<String> optional = new HashSet<>();
    for (ColumnSpec column : spec.columns()) {
      if (column instanceof ColumnSpec.Meta) {
        optional.add(column.rawColumn());
      }
    }
    for (ColumnSpec column : spec.columns()) {
      if (!(column instanceof ColumnSpec.Meta)) {
        optional.remove(column.rawColumn());
      }
    }
    if (use == Use.SCORE) {
      optional.addAll(spec.labelNames());
    }
    return optional;
  }
}

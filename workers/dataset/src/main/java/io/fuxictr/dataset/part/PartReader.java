package io.fuxictr.dataset.part;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.VersionParser;
import org.apache.parquet.VersionParser.ParsedVersion;
import org.apache.parquet.VersionParser.VersionParseException;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * One pass over chosen columns of a part, block by block.
 *
 * <p>Memory holds the compressed pages of one row group and one block of decoded values.
 */
public final class PartReader implements AutoCloseable {
  private final Path file;
  private final Map<String, ColumnForm> forms;
  private final int blockRows;
  private final ParquetFileReader reader;
  private final MessageType schema;
  private final Map<String, Leaf> leaves = new LinkedHashMap<>();
  private final @Nullable ParsedVersion writer;
  private Map<String, ColumnCursor> cursors = Map.of();
  private int groupRows;
  private int row;
  private long left;

  private PartReader(
      Path file, Map<String, ColumnForm> forms, int blockRows, ParquetFileReader reader) {
    this.file = file;
    this.forms = Map.copyOf(forms);
    this.blockRows = blockRows;
    this.reader = reader;
    schema = reader.getFileMetaData().getSchema();
    Leaf.of(schema).forEach(leaf -> leaves.put(leaf.column().name(), leaf));
    writer = version(reader.getFileMetaData().getCreatedBy());
  }

  /**
   * Opens a part.
   *
   * @param forms columns to read and the form of each; at least one
   * @param blockRows rows of a block at most
   * @throws DatasetException if the file is not Parquet, or columns are missing or do not fit
   */
  public static PartReader open(Path file, Map<String, ColumnForm> forms, int blockRows) {
    return open(file, forms, blockRows, Long.MAX_VALUE);
  }

  /**
   * Opens the beginning of a part.
   *
   * @param forms columns to read and the form of each; at least one
   * @param blockRows rows of a block at most
   * @param rows rows to read at most
   * @throws DatasetException if the file is not Parquet, or columns are missing or do not fit
   */
  public static PartReader open(
      Path file, Map<String, ColumnForm> forms, int blockRows, long rows) {
    ParquetFileReader parquet = PartFile.open(file);
    try {
      var reader = new PartReader(file, forms, blockRows, parquet);
      reader.left = rows;
      reader.project();
      return reader;
    } catch (RuntimeException e) {
      close(parquet, file);
      throw e;
    }
  }

  /** Returns the number of rows of the whole part. */
  public long rows() {
    return reader.getRecordCount();
  }

  /**
   * Returns the next block, or empty after the last.
   *
   * @throws DatasetException if the file is damaged
   */
  public Optional<PartBlock> next() {
    while (row == groupRows) {
      if (left == 0 || !nextGroup()) {
        return Optional.empty();
      }
    }
    if (left == 0) {
      return Optional.empty();
    }
    int rows = (int) Math.min(left, Math.min(blockRows, groupRows - row));
    left -= rows;
    var block = new PartBlock(cursors, row, rows);
    row += rows;
    return Optional.of(block);
  }

  @Override
  public void close() {
    close(reader, file);
  }

  private void project() {
    List<String> missing = new ArrayList<>();
    forms.keySet().stream().filter(name -> !leaves.containsKey(name)).forEach(missing::add);
    if (!missing.isEmpty()) {
      missing.sort(null);
      throw new DatasetException(
          "Reading %s: columns %s are missing; columns found: %s"
              .formatted(file, missing, leaves.keySet()));
    }
    forms.forEach((name, form) -> check(leaf(name).column(), form));
    reader.setRequestedSchema(
        forms.keySet().stream().map(name -> leaf(name).descriptor(schema)).toList());
  }

  private void check(PartColumn column, ColumnForm form) {
    if (!form.fits(column.type())) {
      throw new DatasetException(
          "Reading %s: column '%s' is %s and cannot be read as %s; cast it in the query"
              .formatted(
                  file, column.name(), column.declaration(), form.name().toLowerCase(Locale.ROOT)));
    }
  }

  private boolean nextGroup() {
    try {
      PageReadStore pages = reader.readNextRowGroup();
      if (pages == null) {
        return false;
      }
      groupRows = Math.toIntExact(pages.getRowCount());
      row = 0;
      cursors = cursors(pages);
      return true;
    } catch (IOException | RuntimeException e) {
      throw PartFile.damaged(file, "of a row group", e);
    }
  }

  private Map<String, ColumnCursor> cursors(PageReadStore pages) {
    Map<String, ColumnCursor> result = new LinkedHashMap<>();
    forms.forEach(
        (name, form) -> {
          var descriptor = leaf(name).descriptor(schema);
          var page = pages.getPageReader(descriptor);
          result.put(name, new ColumnCursor(file, leaf(name), form, descriptor, page, writer));
        });
    return result;
  }

  private Leaf leaf(String name) {
    Leaf leaf = leaves.get(name);
    if (leaf == null) {
      throw new IllegalStateException("column '" + name + "' was checked before");
    }
    return leaf;
  }

  private static @Nullable ParsedVersion version(@Nullable String createdBy) {
    try {
      return createdBy == null ? null : VersionParser.parse(createdBy);
    } catch (VersionParseException _) {
      return null;
    }
  }

  private static void close(ParquetFileReader reader, Path file) {
    try {
      reader.close();
    } catch (IOException e) {
      throw PartFile.damaged(file, "footer", e);
    }
  }
}

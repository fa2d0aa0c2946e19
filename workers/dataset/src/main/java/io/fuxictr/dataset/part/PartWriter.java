package io.fuxictr.dataset.part;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.parquet.schema.MessageType;

/**
 * A part that is being written column by column.
 *
 * <p>For each block of rows: write all its columns, then call {@link #endRows}. The file gets its
 * final name when it is published; closed without that, nothing is left of it.
 */
public final class PartWriter implements AutoCloseable {
  private static final int GROUP_ROWS = 1 << 18;

  private final FileOutput file;
  private final List<ColumnOutput> columns;
  private long rows;
  private int groupRows;

  private PartWriter(FileOutput file, List<ColumnOutput> columns) {
    this.file = file;
    this.columns = columns;
  }

  /**
   * Starts a part.
   *
   * @throws java.io.UncheckedIOException if it cannot be written, naming it
   */
  public static PartWriter create(Path target, List<OutputColumn> columns) {
    var schema = new MessageType("part", columns.stream().map(OutputColumn::declare).toList());
    return new PartWriter(
        new FileOutput(target, schema), columns.stream().map(ColumnOutput::new).toList());
  }

  /** Returns a column by its place in the list given to {@link #create}. */
  public ColumnOutput column(int index) {
    return columns.get(index);
  }

  /** Returns the number of rows ended. */
  public long rows() {
    return rows;
  }

  /**
   * Tells that all columns have got so many more rows.
   *
   * @throws java.io.UncheckedIOException if the disk takes no more, naming the file
   */
  public void endRows(int count) {
    rows += count;
    groupRows += count;
    if (groupRows >= GROUP_ROWS) {
      flush();
    }
  }

  /** Completes the file, makes it durable and gives it its final name. */
  public void publish() {
    if (groupRows > 0) {
      flush();
    }
    file.publish(Map.of());
  }

  @Override
  public void close() {
    columns.forEach(ColumnOutput::release);
    file.close();
  }

  private void flush() {
    file.rowGroup(groupRows, columns);
    groupRows = 0;
  }
}

package io.fuxictr.dataset.part;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;

/**
 * A copy of a part with columns of numbers added behind its own.
 *
 * <p>The columns of the original, of whatever type, are copied as they lie in the file, without
 * being decoded; its row groups are kept. Numbers are added block by block in row order, blocks of
 * any size. What is left out are the texts in which Spark, Arrow and pandas repeat the schema, for
 * they would hide the new columns from them.
 */
public final class PartAppend implements AutoCloseable {
  private static final Set<String> COPIES_OF_THE_SCHEMA =
      Set.of(
          "org.apache.spark.sql.parquet.row.metadata", "ARROW:schema", "pandas", "iceberg.schema");

  private final Path input;
  private final ParquetFileReader reader;
  private final SeekableInputStream bytes;
  private final FileOutput file;
  private final List<ColumnOutput> added;
  private int group;
  private long groupRows;
  private long rows;

  private PartAppend(
      Path input,
      ParquetFileReader reader,
      SeekableInputStream bytes,
      FileOutput file,
      List<ColumnOutput> added) {
    this.input = input;
    this.reader = reader;
    this.bytes = bytes;
    this.file = file;
    this.added = added;
  }

  /**
   * Starts a copy.
   *
   * @param input part to copy
   * @param output file to write
   * @param columns names of the 64-bit columns to add, in order
   * @throws DatasetException if the input is not Parquet or has such a column already
   */
  public static PartAppend open(Path input, Path output, List<String> columns) {
    ParquetFileReader reader = PartFile.open(input);
    try {
      MessageType schema = reader.getFileMetaData().getSchema();
      refuseKnown(input, schema, columns);
      List<OutputColumn> added =
          columns.stream().map(name -> new OutputColumn(name, OutputColumn.Kind.DOUBLES)).toList();
      SeekableInputStream bytes = new LocalInputFile(input).newStream();
      return new PartAppend(
          input,
          reader,
          bytes,
          new FileOutput(output, extend(schema, added)),
          added.stream().map(ColumnOutput::new).toList());
    } catch (IOException e) {
      throw PartFile.damaged(input, "footer", e);
    } catch (RuntimeException e) {
      close(reader, input);
      throw e;
    }
  }

  /** Returns the rows of the input, which is how many numbers each added column needs. */
  public long rows() {
    return reader.getRecordCount();
  }

  /**
   * Adds the numbers of the next rows.
   *
   * @param columns one array per added column, each with {@code count} values at least
   * @param count rows
   * @throws DatasetException if there are more numbers than rows
   */
  public void add(float[][] columns, int count) {
    if (columns.length != added.size()) {
      throw new IllegalArgumentException(
          "%d columns given, %d are to be added".formatted(columns.length, added.size()));
    }
    if (rows + count > rows()) {
      throw miscounted(rows + count);
    }
    for (int row = 0; row < count; row++) {
      for (int i = 0; i < columns.length; i++) {
        added.get(i).writeDouble(columns[i][row]);
      }
      rows++;
      groupRows++;
      endGroupIfFull();
    }
  }

  /**
   * Completes the copy and gives it its final name.
   *
   * @throws DatasetException if numbers are missing
   */
  public void publish() {
    if (rows != rows()) {
      throw miscounted(rows);
    }
    endGroupIfFull();
    Map<String, String> metadata = new HashMap<>(reader.getFileMetaData().getKeyValueMetaData());
    metadata.keySet().removeAll(COPIES_OF_THE_SCHEMA);
    file.publish(metadata);
  }

  @Override
  public void close() {
    try (reader;
        bytes;
        file) {
      added.forEach(ColumnOutput::release);
    } catch (IOException e) {
      throw new UncheckedIOException("Closing %s: %s".formatted(input, e.getMessage()), e);
    }
  }

  private void endGroupIfFull() {
    while (group < reader.getRowGroups().size()
        && groupRows == reader.getRowGroups().get(group).getRowCount()) {
      BlockMetaData block = reader.getRowGroups().get(group);
      if (groupRows > 0) {
        file.rowGroup(groupRows, target -> copy(block, target));
      }
      group++;
      groupRows = 0;
    }
  }

  private void copy(BlockMetaData block, ParquetFileWriter target) throws IOException {
    MessageType schema = reader.getFileMetaData().getSchema();
    for (ColumnChunkMetaData chunk : block.getColumns()) {
      ColumnDescriptor column = schema.getColumnDescription(chunk.getPath().toArray());
      target.appendColumnChunk(
          column,
          bytes,
          chunk,
          reader.readBloomFilter(chunk),
          reader.readColumnIndex(chunk),
          reader.readOffsetIndex(chunk));
    }
    for (ColumnOutput column : added) {
      column.flushTo(target);
    }
  }

  private static MessageType extend(MessageType schema, List<OutputColumn> added) {
    List<Type> fields = new ArrayList<>(schema.getFields());
    added.forEach(column -> fields.add(column.declare()));
    return new MessageType(schema.getName(), fields);
  }

  private static void refuseKnown(Path input, MessageType schema, List<String> columns) {
    List<String> known = columns.stream().filter(schema::containsField).toList();
    if (!known.isEmpty()) {
      throw new DatasetException(
          "Adding columns %s to %s: it has them already; rename them in the query"
              .formatted(known, input));
    }
  }

  private DatasetException miscounted(long given) {
    return new DatasetException(
        "Adding columns to %s: it has %d rows, but %d numbers per column came"
            .formatted(input, rows(), given));
  }

  private static void close(ParquetFileReader reader, Path input) {
    try {
      reader.close();
    } catch (IOException e) {
      throw PartFile.damaged(input, "footer", e);
    }
  }
}

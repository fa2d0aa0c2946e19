package io.fuxictr.dataset.part;

import java.io.IOException;
import java.util.stream.IntStream;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ColumnWriter;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * One column of a part that is being written.
 *
 * <p>It encodes and compresses its own pages and shares nothing with its neighbours: columns of one
 * writer may be written by different threads at once, as long as all have got the same rows when
 * {@link PartWriter#endRows} is called.
 */
public final class ColumnOutput {
  private static final CompressionCodecName COMPRESSION = CompressionCodecName.SNAPPY;

  private final MessageType schema;
  private final ParquetProperties properties;
  private final int definedLevel;
  private ColumnChunkPageWriteStore pages;
  private ColumnWriteStore store;
  private ColumnWriter writer;

  ColumnOutput(OutputColumn column) {
    schema = new MessageType("part", column.declare());
    properties =
        ParquetProperties.builder().withDictionaryEncoding(column.isWorthADictionary()).build();
    definedLevel = schema.getColumns().getFirst().getMaxDefinitionLevel();
    pages = newPages();
    store = properties.newColumnWriteStore(schema, pages);
    writer = store.getColumnWriter(schema.getColumns().getFirst());
  }

  /**
   * Writes ids.
   *
   * @param values ids of a block
   * @param rows rows of the block to be written
   */
  public void writeIds(int[] values, int[] rows) {
    for (int row : rows) {
      writer.write(values[row], 0, 0);
      store.endRecord();
    }
  }

  /**
   * Writes lists of ids of equal length.
   *
   * @param values ids of a block, row by row
   * @param width ids per row, at least 1
   * @param rows rows of the block to be written
   */
  public void writeIdLists(int[] values, int width, int[] rows) {
    for (int row : rows) {
      int from = row * width;
      writer.write(values[from], 0, 1);
      for (int i = from + 1; i < from + width; i++) {
        writer.write(values[i], 1, 1);
      }
      store.endRecord();
    }
  }

  /**
   * Writes lists of 32-bit numbers of equal length.
   *
   * @param values numbers of a block, row by row
   * @param width numbers per row, at least 1
   * @param rows rows of the block to be written
   */
  public void writeFloatLists(float[] values, int width, int[] rows) {
    for (int row : rows) {
      int from = row * width;
      writer.write(values[from], 0, 1);
      for (int i = from + 1; i < from + width; i++) {
        writer.write(values[i], 1, 1);
      }
      store.endRecord();
    }
  }

  /**
   * Writes 64-bit whole numbers.
   *
   * @param values numbers of a block
   * @param rows rows of the block to be written
   */
  public void writeLongs(long[] values, int[] rows) {
    for (int row : rows) {
      writer.write(values[row], 0, 0);
      store.endRecord();
    }
  }

  /**
   * Writes 32-bit numbers.
   *
   * @param values numbers of a block
   * @param rows rows of the block to be written
   */
  public void writeFloats(float[] values, int[] rows) {
    for (int row : rows) {
      writer.write(values[row], 0, 0);
      store.endRecord();
    }
  }

  /**
   * Writes texts.
   *
   * @param codes codes of a block, -1 for null
   * @param words what they mean
   * @param rows rows of the block to be written
   */
  public void writeTexts(int[] codes, Words words, int[] rows) {
    for (int row : rows) {
      if (codes[row] < 0) {
        writer.writeNull(0, 0);
      } else {
        writer.write(Binary.fromString(words.text(codes[row])), 0, 1);
      }
      store.endRecord();
    }
  }

  /**
   * Writes texts from the first on.
   *
   * @param values texts, null where there is none
   * @param rows rows to be written
   */
  public void writeTexts(@Nullable String[] values, int rows) {
    for (int row = 0; row < rows; row++) {
      String value = values[row];
      if (value == null) {
        writer.writeNull(0, 0);
      } else {
        writer.write(Binary.fromString(value), 0, 1);
      }
      store.endRecord();
    }
  }

  /**
   * Writes 64-bit whole numbers from the first on.
   *
   * @param values numbers
   * @param nulls where there is none; all false unless the column may hold nulls
   * @param rows rows to be written
   */
  public void writeLongs(long[] values, boolean[] nulls, int rows) {
    for (int row = 0; row < rows; row++) {
      if (nulls[row]) {
        writer.writeNull(0, 0);
      } else {
        writer.write(values[row], 0, definedLevel);
      }
      store.endRecord();
    }
  }

  /**
   * Writes lists of 64-bit whole numbers of equal length, from the first on.
   *
   * @param values numbers, row by row
   * @param width numbers per row, at least 1
   * @param rows rows to be written
   */
  public void writeLongLists(long[] values, int width, int rows) {
    for (int i = 0; i < rows * width; i++) {
      writer.write(values[i], i % width == 0 ? 0 : 1, 1);
      if ((i + 1) % width == 0) {
        store.endRecord();
      }
    }
  }

  /**
   * Writes lists of 32-bit numbers of equal length, from the first on.
   *
   * @param values numbers, row by row
   * @param width numbers per row, at least 1
   * @param rows rows to be written
   */
  public void writeFloatLists(float[] values, int width, int rows) {
    writeFloatLists(values, width, IntStream.range(0, rows).toArray());
  }

  /**
   * Writes 64-bit numbers from the first on.
   *
   * @param values numbers, NaN where there is none
   * @param rows rows to be written
   */
  public void writeDoubles(double[] values, int rows) {
    for (int row = 0; row < rows; row++) {
      writeDouble(values[row]);
    }
  }

  void writeDouble(double value) {
    if (definedLevel > 0 && Double.isNaN(value)) {
      writer.writeNull(0, 0);
    } else {
      writer.write(value, 0, definedLevel);
    }
    store.endRecord();
  }

  /** Hands the pages of the row group over to the file and starts anew. */
  void flushTo(ParquetFileWriter file) throws IOException {
    store.flush();
    pages.flushToFileWriter(file);
    release();
    pages = newPages();
    store = properties.newColumnWriteStore(schema, pages);
    writer = store.getColumnWriter(schema.getColumns().getFirst());
  }

  void release() {
    store.close();
    pages.close();
  }

  private ColumnChunkPageWriteStore newPages() {
    return new ColumnChunkPageWriteStore(
        new Codecs().getCompressor(COMPRESSION),
        schema,
        new HeapByteBufferAllocator(),
        ParquetProperties.DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH);
  }
}

package io.fuxictr.dataset.part;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;

/** A Parquet file under its unfinished name, row group by row group. */
final class FileOutput implements AutoCloseable {
  private final Path target;
  private final UnfinishedFile unfinished;
  private final ParquetFileWriter writer;
  private boolean ended;

  FileOutput(Path target, MessageType schema) {
    this.target = target;
    unfinished = UnfinishedFile.of(target);
    try {
      writer =
          new ParquetFileWriter(
              new LocalOutputFile(unfinished.path()),
              schema,
              ParquetFileWriter.Mode.CREATE,
              ParquetWriter.DEFAULT_BLOCK_SIZE,
              ParquetWriter.MAX_PADDING_SIZE_DEFAULT,
              ParquetProperties.DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH,
              ParquetProperties.DEFAULT_STATISTICS_TRUNCATE_LENGTH,
              true);
      writer.start();
    } catch (IOException e) {
      unfinished.close();
      throw failure(e);
    }
  }

  /** Something that is written into a row group. */
  interface Chunks {
    void writeTo(ParquetFileWriter file) throws IOException;
  }

  void rowGroup(long rows, Chunks chunks) {
    try {
      writer.startBlock(rows);
      chunks.writeTo(writer);
      writer.endBlock();
    } catch (IOException e) {
      throw failure(e);
    }
  }

  void rowGroup(long rows, List<ColumnOutput> columns) {
    rowGroup(
        rows,
        file -> {
          for (ColumnOutput column : columns) {
            column.flushTo(file);
          }
        });
  }

  void publish(Map<String, String> metadata) {
    try {
      writer.end(metadata);
      writer.close();
      ended = true;
    } catch (IOException e) {
      throw failure(e);
    }
    unfinished.publish();
  }

  @Override
  public void close() {
    try (unfinished) {
      if (!ended) {
        ended = true;
        writer.close();
      }
    } catch (IOException e) {
      throw failure(e);
    }
  }

  private UncheckedIOException failure(IOException e) {
    return new UncheckedIOException("Writing %s: %s".formatted(target, e.getMessage()), e);
  }
}

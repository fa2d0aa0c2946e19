package io.fuxictr.dataset.build;

import io.fuxictr.dataset.part.OutputColumn;
import io.fuxictr.dataset.part.PartWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of one split while they are written: one, or one after the other of equal length. */
final class SplitOutput implements AutoCloseable {
  private final Path folder;
  private final Split split;
  private final List<OutputColumn> columns;
  private final int fileRows;
  private final List<String> names = new ArrayList<>();
  private @Nullable PartWriter current;
  private long rows;

  SplitOutput(Path folder, Split split, List<OutputColumn> columns, int fileRows) {
    this.folder = folder;
    this.split = split;
    this.columns = columns;
    this.fileRows = fileRows;
  }

  /** Something that writes the chosen rows of all columns of a block. */
  interface Rows {
    void write(PartWriter writer, int[] rows) throws InterruptedException;
  }

  /** Writes rows of a block, in as many files as it takes. */
  void write(int[] chosen, Rows block) throws InterruptedException {
    int from = 0;
    while (from < chosen.length) {
      PartWriter writer = writer();
      int count = (int) Math.min(chosen.length - from, space(writer));
      block.write(writer, Arrays.copyOfRange(chosen, from, from + count));
      writer.endRows(count);
      rows += count;
      from += count;
      if (space(writer) == 0) {
        publish(writer);
      }
    }
  }

  /** Completes the last file; a split without rows gets an empty one. */
  void publish() {
    PartWriter writer = current;
    if (writer != null || names.isEmpty()) {
      publish(writer == null ? writer() : writer);
    }
  }

  long rows() {
    return rows;
  }

  /** Returns the names of the files, relative to the folder. */
  List<String> names() {
    return List.copyOf(names);
  }

  @Override
  public void close() {
    PartWriter writer = current;
    if (writer != null) {
      current = null;
      writer.close();
    }
  }

  private void publish(PartWriter writer) {
    writer.publish();
    close();
  }

  private long space(PartWriter writer) {
    return fileRows == 0 ? Long.MAX_VALUE : fileRows - writer.rows();
  }

  private PartWriter writer() {
    PartWriter open = current;
    if (open == null) {
      String name =
          fileRows == 0
              ? split.wireName() + ".parquet"
              : "%s/part_%05d.parquet".formatted(split.wireName(), names.size());
      names.add(name);
      open = PartWriter.create(folder.resolve(name), columns);
      current = open;
    }
    return open;
  }
}

package io.fuxictr.dataset.part;

import java.nio.file.Path;
import org.apache.parquet.VersionParser.ParsedVersion;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReaderImpl;
import org.apache.parquet.column.page.PageReader;
import org.jspecify.annotations.Nullable;

/** Reads one column of one row group, forward only. */
final class ColumnCursor {
  private final Path file;
  private final Leaf leaf;
  private final ValueSink sink;
  private final ColumnReader reader;
  private final int definedLevel;
  private int row;

  ColumnCursor(
      Path file,
      Leaf leaf,
      ColumnForm form,
      ColumnDescriptor descriptor,
      PageReader pages,
      @Nullable ParsedVersion writer) {
    this.file = file;
    this.leaf = leaf;
    sink = ValueSink.of(form, descriptor.getPrimitiveType());
    reader = new ColumnReaderImpl(descriptor, pages, sink, writer);
    definedLevel = descriptor.getMaxDefinitionLevel();
  }

  /**
   * Reads rows.
   *
   * @param from first row, at or behind the end of the last call
   */
  Column read(int from, int rows) {
    try {
      skip(from - row);
      row = from + rows;
      sink.start(rows);
      return leaf.column().type().isList() ? lists(rows) : values(rows);
    } catch (RuntimeException e) {
      throw PartFile.damaged(file, leaf.column().name(), e);
    }
  }

  private Column values(int rows) {
    for (int i = 0; i < rows; i++) {
      if (reader.getCurrentDefinitionLevel() == definedLevel) {
        reader.writeCurrentValueToConverter();
      } else {
        sink.addNull();
      }
      reader.consume();
    }
    return sink.column();
  }

  private Column lists(int rows) {
    var offsets = new int[rows + 1];
    for (int i = 0; i < rows; i++) {
      do {
        element();
        reader.consume();
      } while (reader.getCurrentRepetitionLevel() != 0);
      offsets[i + 1] = sink.size();
    }
    return sink.lists(offsets);
  }

  private void element() {
    int level = reader.getCurrentDefinitionLevel();
    if (level == definedLevel) {
      reader.writeCurrentValueToConverter();
    } else if (level >= leaf.repeatedLevel()) {
      sink.addNull();
    }
  }

  private void skip(int rows) {
    for (int i = 0; i < rows; i++) {
      do {
        if (reader.getCurrentDefinitionLevel() == definedLevel) {
          reader.skip();
        }
        reader.consume();
      } while (reader.getCurrentRepetitionLevel() != 0);
    }
  }
}

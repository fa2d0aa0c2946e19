package io.fuxictr.dataset.input;

import de.siegmar.fastcsv.reader.CsvRecord;
import io.fuxictr.dataset.part.ColumnOutput;
import io.fuxictr.dataset.part.DatasetException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Gathers the values of one column of CSV until a block of rows is full. */
final class CsvColumn {
  private final Path source;
  private final String name;
  private final RawType type;
  private final int position;
  private final @Nullable String[] texts;
  private final long[] wholes;
  private final boolean[] nulls;
  private final double[] fractions;
  private int size;

  CsvColumn(Path source, String name, RawType type, int position, int rows) {
    this.source = source;
    this.name = name;
    this.type = type;
    this.position = position;
    texts = new @Nullable String[type == RawType.TEXT ? rows : 0];
    wholes = new long[type == RawType.WHOLE ? rows : 0];
    nulls = new boolean[wholes.length];
    fractions = new double[type == RawType.FRACTION ? rows : 0];
  }

  void add(CsvRecord line) {
    String field = line.getField(position);
    try {
      switch (type) {
        case TEXT -> texts[size] = field.isEmpty() ? null : field;
        case WHOLE -> {
          nulls[size] = field.isEmpty();
          wholes[size] = field.isEmpty() ? 0 : Long.parseLong(field.strip());
        }
        case FRACTION -> fractions[size] = field.isEmpty() ? Double.NaN : Double.parseDouble(field);
      }
    } catch (NumberFormatException e) {
      throw new DatasetException(
          "Reading %s: line %d, column '%s' is '%s', which is no %s; correct it, or declare another"
                  .formatted(source, line.getStartingLineNumber(), name, field, expected())
              + " dtype",
          e);
    }
    size++;
  }

  void writeTo(ColumnOutput output) {
    switch (type) {
      case TEXT -> output.writeTexts(texts, size);
      case WHOLE -> output.writeLongs(wholes, nulls, size);
      case FRACTION -> output.writeDoubles(fractions, size);
    }
    size = 0;
  }

  private String expected() {
    return switch (type) {
      case TEXT -> "text";
      case WHOLE -> "whole number of 64 bits (dtype int)";
      case FRACTION -> "number (dtype float)";
    };
  }
}

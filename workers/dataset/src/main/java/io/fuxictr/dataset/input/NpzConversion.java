package io.fuxictr.dataset.input;

import io.fuxictr.dataset.array.NpyArray;
import io.fuxictr.dataset.array.NpzFile;
import io.fuxictr.dataset.part.ColumnOutput;
import io.fuxictr.dataset.part.DatasetException;
import io.fuxictr.dataset.part.OutputColumn;
import io.fuxictr.dataset.part.PartWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Turns an archive of NumPy into a part: one array per column, (N) or (N, L). Columns hold what
 * their arrays hold, whatever is declared; the texts of an (N, L) array are not supported.
 */
final class NpzConversion {
  private static final int BLOCK_VALUES = 1 << 15;

  private final Path source;
  private final Map<String, RawType> columns;
  private final RawFormat format;

  NpzConversion(Path source, Map<String, RawType> columns, RawFormat format) {
    this.source = source;
    this.columns = columns;
    this.format = format;
  }

  void writeTo(Path target) throws InterruptedException {
    Map<String, NpyArray> arrays = new LinkedHashMap<>();
    try (NpzFile archive = NpzFile.open(source)) {
      List<String> missing =
          columns.keySet().stream().filter(it -> !archive.names().contains(it)).toList();
      if (!missing.isEmpty()) {
        throw new DatasetException(
            "Reading %s: columns %s are missing; arrays found: %s"
                .formatted(source, missing, archive.names()));
      }
      columns.keySet().forEach(name -> arrays.put(name, archive.array(name)));
      write(arrays, target);
    } finally {
      arrays.values().forEach(NpyArray::close);
    }
  }

  private void write(Map<String, NpyArray> arrays, Path target) throws InterruptedException {
    List<OutputColumn> outputs = new ArrayList<>();
    arrays.forEach((name, array) -> outputs.add(new OutputColumn(name, kind(name, array))));
    long rows = format.rowsOf(rows(arrays));
    int widest = arrays.values().stream().mapToInt(NpyArray::width).max().orElse(1);
    int blockRows = Math.max(1, BLOCK_VALUES / Math.max(1, widest));
    List<NpyArray> inputs = List.copyOf(arrays.values());
    try (PartWriter writer = PartWriter.create(target, outputs)) {
      for (long row = 0; row < rows; row += blockRows) {
        if (Thread.interrupted()) {
          throw new InterruptedException("reading arrays stopped");
        }
        int count = (int) Math.min(blockRows, rows - row);
        for (int i = 0; i < inputs.size(); i++) {
          write(inputs.get(i), writer.column(i), outputs.get(i).kind(), count);
        }
        writer.endRows(count);
      }
      writer.publish();
    }
  }

  private long rows(Map<String, NpyArray> arrays) {
    long rows = -1;
    for (Map.Entry<String, NpyArray> entry : arrays.entrySet()) {
      long own = entry.getValue().rows();
      if (rows >= 0 && own != rows) {
        throw new DatasetException(
            "Reading %s: array '%s' has %d rows, the one before it %d; all columns need as many"
                .formatted(source, entry.getKey(), own, rows));
      }
      rows = own;
    }
    return Math.max(rows, 0);
  }

  private OutputColumn.Kind kind(String name, NpyArray array) {
    if (array.isMatrix() && (array.isText() || array.width() == 0)) {
      throw new DatasetException(
          "Reading %s: array '%s' has rows of %d %s; expected numbers, or one text per row"
              .formatted(source, name, array.width(), array.isText() ? "texts" : "numbers"));
    }
    if (array.isMatrix()) {
      return array.isFractional() ? OutputColumn.Kind.FLOAT_LISTS : OutputColumn.Kind.LONG_LISTS;
    }
    return array.isText()
        ? OutputColumn.Kind.TEXTS
        : array.isFractional() ? OutputColumn.Kind.DOUBLES : OutputColumn.Kind.LONGS;
  }

  private static void write(
      NpyArray input, ColumnOutput output, OutputColumn.Kind kind, int count) {
    int values = count * input.width();
    switch (kind) {
      case TEXTS -> {
        var texts = new String[values];
        input.read(texts, values);
        output.writeTexts(texts, count);
      }
      case DOUBLES -> {
        var numbers = new double[values];
        input.read(numbers, values);
        output.writeDoubles(numbers, count);
      }
      case LONGS, LONG_LISTS -> {
        var wholes = new long[values];
        input.read(wholes, values);
        if (kind == OutputColumn.Kind.LONGS) {
          output.writeLongs(wholes, new boolean[values], count);
        } else {
          output.writeLongLists(wholes, input.width(), count);
        }
      }
      case FLOAT_LISTS -> {
        var numbers = new double[values];
        input.read(numbers, values);
        output.writeFloatLists(floats(numbers), input.width(), count);
      }
      case IDS, ID_LISTS, FLOATS, NULLABLE_LONGS, NULLABLE_DOUBLES ->
          throw new IllegalStateException("no array becomes " + kind);
    }
  }

  private static float[] floats(double[] numbers) {
    var floats = new float[numbers.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) numbers[i];
    }
    return floats;
  }
}

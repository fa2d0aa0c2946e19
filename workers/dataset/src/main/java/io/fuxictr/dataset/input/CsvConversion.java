package io.fuxictr.dataset.input;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import io.fuxictr.dataset.part.DatasetException;
import io.fuxictr.dataset.part.OutputColumn;
import io.fuxictr.dataset.part.PartWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Turns a CSV file into a part.
 *
 * <p>The first line has the names. Fields may stand in double quotes, in which a doubled quote is
 * one quote and line breaks belong to the field. An empty field is null, quoted or not.
 */
final class CsvConversion {
  private static final int BLOCK_ROWS = 1 << 15;

  private final Path source;
  private final Map<String, RawType> columns;
  private final RawFormat format;

  CsvConversion(Path source, Map<String, RawType> columns, RawFormat format) {
    this.source = source;
    this.columns = columns;
    this.format = format;
  }

  /** Returns the names of the columns, which the first line has. */
  static List<String> header(Path source, String separator) {
    try (CsvReader<CsvRecord> reader = open(source, separator)) {
      return header(source, reader.iterator());
    } catch (CsvParseException e) {
      throw broken(source, e);
    } catch (IOException | UncheckedIOException e) {
      throw unreadable(source, e);
    }
  }

  private static List<String> header(Path source, Iterator<CsvRecord> lines) {
    if (!lines.hasNext()) {
      throw new DatasetException(
          "Reading %s: the file is empty; its first line must name the columns".formatted(source));
    }
    return lines.next().getFields();
  }

  void writeTo(Path target) throws InterruptedException {
    List<OutputColumn> outputs = new ArrayList<>();
    columns.forEach((name, type) -> outputs.add(new OutputColumn(name, kind(type))));
    try (CsvReader<CsvRecord> reader = open(source, format.separator());
        PartWriter writer = PartWriter.create(target, outputs)) {
      write(reader.iterator(), writer);
      writer.publish();
    } catch (CsvParseException e) {
      throw broken(source, e);
    } catch (IOException | UncheckedIOException e) {
      throw unreadable(source, e);
    }
  }

  private static CsvReader<CsvRecord> open(Path source, String separator) throws IOException {
    return CsvReader.builder().fieldSeparator(separator).detectBomHeader(true).ofCsvRecord(source);
  }

  private static DatasetException broken(Path source, CsvParseException e) {
    return new DatasetException(
        "Reading %s: %s; every line needs as many fields as the first, and quotes in pairs"
            .formatted(source, reason(e)),
        e);
  }

  private static DatasetException unreadable(Path source, Exception e) {
    return new DatasetException(
        "Reading %s: it is missing or cannot be read (%s)".formatted(source, e.getMessage()), e);
  }

  private void write(Iterator<CsvRecord> lines, PartWriter writer) throws InterruptedException {
    List<CsvColumn> targets = targets(header(source, lines));
    long rows = 0;
    while (lines.hasNext() && (format.fileRows() == 0 || rows < format.fileRows())) {
      CsvRecord line = lines.next();
      targets.forEach(column -> column.add(line));
      rows++;
      if (rows % BLOCK_ROWS == 0) {
        flush(targets, writer, BLOCK_ROWS);
      }
    }
    flush(targets, writer, (int) (rows % BLOCK_ROWS));
  }

  private static void flush(List<CsvColumn> targets, PartWriter writer, int rows)
      throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("reading CSV stopped");
    }
    if (rows == 0) {
      return;
    }
    for (int i = 0; i < targets.size(); i++) {
      targets.get(i).writeTo(writer.column(i));
    }
    writer.endRows(rows);
  }

  private List<CsvColumn> targets(List<String> header) {
    List<String> missing = columns.keySet().stream().filter(it -> !header.contains(it)).toList();
    if (!missing.isEmpty()) {
      throw new DatasetException(
          "Reading %s: columns %s are missing; columns found: %s; check the names, and sep, which is"
                  .formatted(source, missing, header)
              + " '%s'".formatted(format.separator()));
    }
    List<CsvColumn> targets = new ArrayList<>();
    columns.forEach(
        (name, type) ->
            targets.add(new CsvColumn(source, name, type, header.indexOf(name), BLOCK_ROWS)));
    return targets;
  }

  private static OutputColumn.Kind kind(RawType type) {
    return switch (type) {
      case TEXT -> OutputColumn.Kind.TEXTS;
      case WHOLE -> OutputColumn.Kind.NULLABLE_LONGS;
      case FRACTION -> OutputColumn.Kind.NULLABLE_DOUBLES;
    };
  }

  private static String reason(CsvParseException e) {
    Throwable cause = e.getCause();
    return cause == null
        ? String.valueOf(e.getMessage())
        : e.getMessage() + ": " + cause.getMessage();
  }
}

package io.fuxictr.dataset.input;

import io.fuxictr.dataset.array.NpzFile;
import io.fuxictr.dataset.part.DatasetException;
import io.fuxictr.dataset.part.PartFooter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How raw data are stored.
 *
 * @param kind the format of the files
 * @param separator what parts the fields of a line of CSV, one character at least
 * @param fileRows rows of each file that are read at most; 0 means all
 */
public record RawFormat(Kind kind, String separator, long fileRows) {
  /** Whole Parquet files. */
  public static final RawFormat PARQUET = new RawFormat(Kind.PARQUET, ",", 0);

  /** Formats of files. */
  public enum Kind {
    /** Parquet; columns have the types that the files say. */
    PARQUET("parquet"),
    /** Lines of fields under a line of names; columns have the types that are declared. */
    CSV("csv"),
    /** Archives of NumPy with one array per column. */
    NPZ("npz");

    private final String wireName;

    Kind(String wireName) {
      this.wireName = wireName;
    }

    /** Returns the name in configuration files, which is also the ending of file names. */
    public String wireName() {
      return wireName;
    }

    /** Returns a format by its name. */
    public static Optional<Kind> of(String wireName) {
      return Arrays.stream(values()).filter(kind -> kind.wireName.equals(wireName)).findFirst();
    }
  }

  /** Rejects an empty separator and a negative number of rows. */
  public RawFormat {
    if (separator.isEmpty() || fileRows < 0) {
      throw new DatasetException(
          "Reading raw data: sep is '%s' and n_rows %d; sep must be a character, n_rows 0 or more"
              .formatted(separator, fileRows));
    }
  }

  /** Returns the number of rows that are read of a file that has so many. */
  public long rowsOf(long rows) {
    return fileRows == 0 ? rows : Math.min(rows, fileRows);
  }

  /**
   * Returns the names of the columns of a file, in its order.
   *
   * @throws DatasetException if it is missing or not of this format
   */
  public List<String> columnNames(Path file) {
    return switch (kind) {
      case PARQUET -> PartFooter.read(file).names();
      case CSV -> CsvConversion.header(file, separator);
      case NPZ -> {
        try (NpzFile archive = NpzFile.open(file)) {
          yield archive.names();
        }
      }
    };
  }

  /**
   * Turns a file into a part, in bounded memory.
   *
   * @param source file of this format, but not Parquet
   * @param columns columns to take over and what each holds
   * @param target file to write
   * @throws DatasetException if columns are missing or values are not what they should be, naming
   *     file, line and column
   * @throws InterruptedException if the thread is interrupted
   */
  public void convert(Path source, Map<String, RawType> columns, Path target)
      throws InterruptedException {
    switch (kind) {
      case CSV -> new CsvConversion(source, columns, this).writeTo(target);
      case NPZ -> new NpzConversion(source, columns, this).writeTo(target);
      case PARQUET -> throw new IllegalArgumentException(source + " is a part already");
    }
  }
}

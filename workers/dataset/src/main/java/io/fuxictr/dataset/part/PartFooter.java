package io.fuxictr.dataset.part;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.parquet.hadoop.ParquetFileReader;

/**
 * What the end of a part file says about it: rows and columns.
 *
 * @param file the part
 * @param rows its rows
 * @param rowGroups its row groups
 * @param columns its top-level columns, in file order
 */
public record PartFooter(Path file, long rows, int rowGroups, List<PartColumn> columns) {
  private static final int LENGTH_AND_MAGIC = 8;

  /** Takes a copy of the list. */
  public PartFooter {
    columns = List.copyOf(columns);
  }

  /**
   * Reads the footer of a file.
   *
   * @throws DatasetException if the file is missing, cut off or not Parquet
   */
  public static PartFooter read(Path file) {
    try (ParquetFileReader reader = PartFile.open(file)) {
      List<PartColumn> columns =
          Leaf.of(reader.getFileMetaData().getSchema()).stream().map(Leaf::column).toList();
      return new PartFooter(file, reader.getRecordCount(), reader.getRowGroups().size(), columns);
    } catch (IOException e) {
      throw PartFile.damaged(file, "footer", e);
    }
  }

  /** Returns a column by its name. */
  public Optional<PartColumn> column(String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }

  /** Returns what the columns hold, by name, in file order. */
  public Map<String, ColumnType> types() {
    Map<String, ColumnType> types = new LinkedHashMap<>();
    columns.forEach(column -> types.put(column.name(), column.type()));
    return types;
  }

  /** Returns the names of all columns, in file order. */
  public List<String> names() {
    return columns.stream().map(PartColumn::name).toList();
  }

  /**
   * Returns a text that changes with the contents of the file: a digest of its length and its
   * footer, which holds sizes and extremes of all columns. Neither name nor time count.
   */
  public String fingerprint() {
    try (var in = new RandomAccessFile(file.toFile(), "r")) {
      long length = in.length();
      in.seek(length - LENGTH_AND_MAGIC);
      long footer = Integer.toUnsignedLong(Integer.reverseBytes(in.readInt()));
      var bytes = new byte[Math.toIntExact(Math.min(footer + LENGTH_AND_MAGIC, length))];
      in.seek(length - bytes.length);
      in.readFully(bytes);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return length + "-" + HexFormat.of().formatHex(digest, 0, 16);
    } catch (IOException e) {
      throw PartFile.damaged(file, "footer", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}

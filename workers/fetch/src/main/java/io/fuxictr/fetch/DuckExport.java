package io.fuxictr.fetch;

import io.fuxictr.remote.file.AtomicFile;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.worker.StageContext;
import io.fuxictr.worker.StageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * One query's way into part files.
 *
 * <p>DuckDB keeps the order of rows only when it writes a single file. A large result is therefore
 * written as one file first and cut by row number afterwards, which reads each row group once.
 */
final class DuckExport {
  private static final String PARQUET = "(FORMAT parquet, COMPRESSION zstd)";
  private static final String ROW_NUMBER = "file_row_number";
  private static final int TABLES_NAMED = 20;

  private final Connection connection;
  private final Path folder;
  private final long rowsPerPart;
  private final StageContext context;

  /**
   * Creates an export.
   *
   * @param connection a {@linkplain DuckSession locked} session
   * @param folder empty, inside the session's workspace
   * @param rowsPerPart above it, rows go to several files
   */
  DuckExport(Connection connection, Path folder, long rowsPerPart, StageContext context) {
    this.connection = connection;
    this.folder = folder;
    this.rowsPerPart = rowsPerPart;
    this.context = context;
  }

  /** Runs a query that came from a user; returns its rows. */
  long run(RowSet rows, String sql) throws InterruptedException {
    String what = "Exporting %s rows with %s".formatted(rows.folder(), rows.query());
    try {
      String query = SelectCheck.check(connection, rows.query(), sql);
      Path whole = folder.resolve(".whole.parquet");
      long count = copy(query, whole);
      if (count <= rowsPerPart || hasColumn(whole, ROW_NUMBER)) {
        context.checkHeld();
        AtomicFile.publish(whole, part(0));
      } else {
        cut(whole, count);
      }
      return count;
    } catch (SQLException e) {
      throw withTables(what, e);
    } catch (IOException e) {
      throw new StageException(ErrorCode.STORAGE, "%s to %s: %s".formatted(what, folder, e), e);
    }
  }

  private long copy(String query, Path file) throws SQLException, InterruptedException {
    return StoppableStatement.run(
        connection,
        "COPY (%s\n) TO %s %s".formatted(query, SqlText.literal(file), PARQUET),
        context);
  }

  private void cut(Path whole, long count) throws SQLException, IOException, InterruptedException {
    int parts = 0;
    long written = 0;
    for (long first = 0; first < count; first += rowsPerPart) {
      Path part = part(parts++);
      String range =
          "SELECT * FROM read_parquet(%s) WHERE %s >= %d AND %s < %d"
              .formatted(
                  SqlText.literal(whole), ROW_NUMBER, first, ROW_NUMBER, first + rowsPerPart);
      written += copy(range, AtomicFile.temporary(part));
      context.checkHeld();
      AtomicFile.publish(AtomicFile.temporary(part), part);
    }
    if (written != count) {
      throw new StageException(
          ErrorCode.INTERNAL,
          "Cutting %s into parts: %d of %d rows".formatted(whole, written, count));
    }
    Files.delete(whole);
  }

  private Path part(int number) {
    return folder.resolve("part-%05d.parquet".formatted(number));
  }

  private boolean hasColumn(Path file, String column) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT count(*) FROM parquet_schema(?) WHERE name = ?")) {
      statement.setString(1, file.toAbsolutePath().normalize().toString());
      statement.setString(2, column);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() && rows.getLong(1) > 0;
      }
    }
  }

  /** Adds the tables there are when the query named one that is not there. */
  private StageException withTables(String what, SQLException failure) {
    StageException plain = DuckFailure.of(what, failure);
    if (!DuckFailure.reason(failure).startsWith("Catalog Error: Table")) {
      return plain;
    }
    try {
      return new StageException(
          ErrorCode.INVALID_INPUT,
          "%s; tables there are: %s".formatted(plain.getMessage(), String.join(", ", tables())),
          failure);
    } catch (SQLException e) {
      plain.addSuppressed(e);
      return plain;
    }
  }

  private List<String> tables() throws SQLException {
    String sql =
        """
        SELECT CASE table_schema WHEN 'main' THEN '' ELSE table_schema || '.' END || table_name
        FROM information_schema.tables WHERE table_catalog = current_database()
        ORDER BY 1 LIMIT %d
        """
            .formatted(TABLES_NAMED);
    var tables = new ArrayList<String>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        tables.add(rows.getString(1));
      }
    }
    return tables.isEmpty() ? List.of("none") : tables;
  }
}

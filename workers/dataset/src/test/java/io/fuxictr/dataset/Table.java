package io.fuxictr.dataset;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Parquet files made and read by DuckDB, a program that is not ours. */
public final class Table {

  private Table() {}

  /** Writes the rows of a query to a file. */
  public static Path write(Path file, String query) {
    return write(file, query, "COMPRESSION snappy");
  }

  /** Writes the rows of a query to a file, with options of {@code COPY}. */
  public static Path write(Path file, String query, String options) {
    execute("COPY (%s) TO '%s' (FORMAT parquet, %s)".formatted(query, file, options));
    return file;
  }

  /** Returns the rows of a query as texts, the values of a row joined by a bar. */
  public static List<String> rows(String query) {
    List<String> rows = new ArrayList<>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
          values.add(String.valueOf((Object) result.getString(i)));
        }
        rows.add(String.join("|", values));
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(query, e);
    }
  }

  private static void execute(String sql) {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}

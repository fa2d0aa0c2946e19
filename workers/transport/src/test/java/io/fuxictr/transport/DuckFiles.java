package io.fuxictr.transport;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** DuckDB and Parquet files to test with. */
final class DuckFiles {

  private DuckFiles() {}

  /** Writes the rows of a query to a Parquet file. */
  static void write(Path file, String query) throws SQLException {
    execute("jdbc:duckdb:", "COPY (%s) TO '%s'".formatted(query, file));
  }

  /** Runs statements on a database, creating it. */
  static void run(Path database, String... statements) throws SQLException {
    execute("jdbc:duckdb:" + database, statements);
  }

  private static void execute(String url, String... statements) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  /** Returns the rows of a query, each as its values with blanks between. */
  static List<String> query(Path database, String sql) throws SQLException {
    var lines = new ArrayList<String>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + database);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        var line = new ArrayList<String>();
        for (int i = 1; i <= columns; i++) {
          line.add(String.valueOf(rows.getObject(i)));
        }
        lines.add(String.join(" ", line));
      }
    }
    return lines;
  }
}

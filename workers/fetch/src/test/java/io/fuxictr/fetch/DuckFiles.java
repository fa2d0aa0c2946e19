package io.fuxictr.fetch;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** DuckDB files to test with. */
final class DuckFiles {

  private DuckFiles() {}

  /** Writes the rows of a query to a Parquet file. */
  static void write(Path file, String query) throws SQLException {
    execute("jdbc:duckdb:", "COPY (%s) TO %s".formatted(query, SqlText.literal(file)));
  }

  /** Runs statements on a file, creating it. */
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

  /** Returns the first column of a query without a database, such as one on files. */
  static List<String> query(String sql) throws SQLException {
    var values = new ArrayList<String>();
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }
}

package io.fuxictr.fetch;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The rows of a folder of part files, as the view {@code rows}. */
final class DuckRows implements AutoCloseable {
  private final Connection connection;

  private DuckRows(Connection connection) {
    this.connection = connection;
  }

  /** Opens the rows of a folder. */
  static DuckRows of(Path folder) throws SQLException {
    var rows = new DuckRows(DriverManager.getConnection("jdbc:duckdb:"));
    try (Statement statement = rows.connection.createStatement()) {
      statement.execute(
          "CREATE VIEW rows AS FROM read_parquet(%s)"
              .formatted(SqlText.literal(folder.resolve("*.parquet"))));
    }
    return rows;
  }

  /** Returns the one value that a query gives, as text. */
  String text(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return String.valueOf(result.getString(1));
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}

package io.fuxictr.transport;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Asks DuckDB about tables and files. */
final class DuckTable {
  private static final String DEFAULT_SCHEMA = "main";

  private final Connection connection;

  /** Creates a view of a connection's tables. */
  DuckTable(Connection connection) {
    this.connection = connection;
  }

  /** Returns the columns of a table in their order; none if there is no such table. */
  List<Column> columns(TableName table) throws SQLException {
    String sql =
        """
        SELECT column_name, data_type FROM information_schema.columns
        WHERE table_catalog = current_database()
          AND lower(table_schema) = lower(?) AND lower(table_name) = lower(?)
        ORDER BY ordinal_position
        """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table.database().orElse(DEFAULT_SCHEMA));
      statement.setString(2, table.table());
      return read(statement.executeQuery());
    }
  }

  /**
   * Returns the columns of Parquet files.
   *
   * @param files operand of {@code read_parquet}
   */
  List<Column> columnsOfFiles(String files) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return read(
          statement.executeQuery("DESCRIBE SELECT * FROM read_parquet(%s)".formatted(files)));
    }
  }

  private static List<Column> read(ResultSet rows) throws SQLException {
    try (rows) {
      var columns = new ArrayList<Column>();
      while (rows.next()) {
        columns.add(new Column(rows.getString(1), rows.getString(2)));
      }
      return columns;
    }
  }

  /** Returns the one number that a query gives. */
  long number(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    }
  }
}

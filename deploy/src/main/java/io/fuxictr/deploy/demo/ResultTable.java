package io.fuxictr.deploy.demo;

import io.fuxictr.deploy.demo.DemoResult.ResultRows;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * The table that predictions were loaded into.
 *
 * @param database the warehouse's file
 * @param name the table
 */
record ResultTable(Path database, String name) {
  private static final int IDS = 2;
  private static final String PREDICTION = "prediction_";

  /** Returns the first rows: the first columns, which name a row, and the predictions. */
  ResultRows first(int count) {
    var readOnly = new Properties();
    readOnly.setProperty("duckdb.read_only", "true");
    try (Connection warehouse = DriverManager.getConnection("jdbc:duckdb:" + database, readOnly);
        Statement statement = warehouse.createStatement();
        ResultSet result =
            statement.executeQuery("SELECT * FROM %s LIMIT %d".formatted(name, count))) {
      List<Integer> shown = shown(result.getMetaData());
      var columns = new ArrayList<String>();
      for (int column : shown) {
        columns.add(result.getMetaData().getColumnName(column));
      }
      var rows = new ArrayList<List<String>>();
      while (result.next()) {
        rows.add(row(result, shown));
      }
      return new ResultRows(name, columns, rows);
    } catch (SQLException e) {
      throw new DemoException(
          "Reading table %s from %s: %s".formatted(name, database, e.getMessage()), e);
    }
  }

  private static List<Integer> shown(ResultSetMetaData columns) throws SQLException {
    var shown = new ArrayList<Integer>();
    for (int i = 1; i <= columns.getColumnCount(); i++) {
      if (i <= IDS || columns.getColumnName(i).startsWith(PREDICTION)) {
        shown.add(i);
      }
    }
    return shown;
  }

  private static List<String> row(ResultSet result, List<Integer> columns) throws SQLException {
    var row = new ArrayList<String>();
    for (int column : columns) {
      Object value = result.getObject(column);
      row.add(
          value instanceof Float || value instanceof Double
              ? "%.6f".formatted(((Number) value).doubleValue())
              : String.valueOf(value));
    }
    return row;
  }
}

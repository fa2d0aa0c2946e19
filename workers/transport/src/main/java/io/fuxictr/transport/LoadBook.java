package io.fuxictr.transport;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * The warehouse's own record of what was loaded, table {@code fuxictr_loads}. Written in the
 * transaction that loads the rows; its unique key is what makes a second load impossible.
 *
 * <p>The key holds a checksum of the files: a result that was computed anew is another one.
 */
final class LoadBook {
  /** Name of the table; results cannot go there. */
  static final String TABLE = "fuxictr_loads";

  private static final String KEY =
      """
      task_id = ? AND created_at = make_timestamp_ms(?) AND dataset_id = ? AND table_name = ?
      """;

  private final Connection connection;

  /** Opens the book, making the table if there is none. */
  LoadBook(Connection connection) throws SQLException {
    this.connection = connection;
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          """
          CREATE TABLE IF NOT EXISTS main.fuxictr_loads (
            task_id BIGINT NOT NULL,
            created_at TIMESTAMP NOT NULL,
            dataset_id VARCHAR NOT NULL,
            table_name VARCHAR NOT NULL,
            content_sha256 VARCHAR NOT NULL,
            "rows" BIGINT NOT NULL,
            loaded_at TIMESTAMP NOT NULL,
            UNIQUE (task_id, created_at, dataset_id, table_name, content_sha256))
          """);
    }
  }

  /**
   * A line of the book.
   *
   * @param rows rows that were loaded
   * @param at when
   */
  record Line(long rows, Instant at) {}

  /** Returns when exactly this result was loaded, if it was. */
  Optional<Line> find(Load load, String content) throws SQLException {
    return find(load, KEY + "AND content_sha256 = ?", content);
  }

  /** Returns when an earlier result of the same run was loaded, if one was. */
  Optional<Line> findOther(Load load, String content) throws SQLException {
    return find(load, KEY + "AND content_sha256 <> ?", content);
  }

  private Optional<Line> find(Load load, String where, String content) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT \"rows\", epoch_ms(loaded_at) FROM main.fuxictr_loads WHERE %s".formatted(where)
                + " ORDER BY loaded_at DESC")) {
      bindKey(statement, load, content);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next()
            ? Optional.of(new Line(rows.getLong(1), Instant.ofEpochMilli(rows.getLong(2))))
            : Optional.empty();
      }
    }
  }

  /** Writes a line. */
  void write(Load load, String content, Line line) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO main.fuxictr_loads
            VALUES (?, make_timestamp_ms(?), ?, ?, ?, ?, make_timestamp_ms(?))
            """)) {
      bindKey(statement, load, content);
      statement.setLong(6, line.rows());
      statement.setLong(7, line.at().toEpochMilli());
      statement.execute();
    }
  }

  private static void bindKey(PreparedStatement statement, Load load, String content)
      throws SQLException {
    statement.setLong(1, load.task().value());
    statement.setLong(2, load.createdAt().toEpochMilli());
    statement.setString(3, load.datasetId());
    statement.setString(4, load.table().toString().toLowerCase(Locale.ROOT));
    statement.setString(5, content);
  }
}

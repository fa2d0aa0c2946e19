package io.fuxictr.web.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One transaction of the writer: named statements, prepared once each, and the events to tell when
 * it has been committed. Plain JDBC, since events come by the thousand.
 */
final class WriteSession implements AutoCloseable {
  private final Connection connection;
  private final Map<String, String> statements;
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private final List<StoredEvent> told = new ArrayList<>();

  WriteSession(Connection connection, Map<String, String> statements) {
    this.connection = connection;
    this.statements = statements;
  }

  /** A row being read. */
  @FunctionalInterface
  interface RowReader<T> {
    /** Returns what the current row says. */
    T read(ResultSet row) throws SQLException;
  }

  void tell(StoredEvent event) {
    told.add(event);
  }

  List<StoredEvent> told() {
    return told;
  }

  int update(String name, @Nullable Object... parameters) {
    try {
      return bound(name, parameters).executeUpdate();
    } catch (SQLException e) {
      throw refused(name, e);
    }
  }

  /** Returns the number that an INSERT returns, or nothing if a constraint made it do nothing. */
  Optional<Long> insert(String name, @Nullable Object... parameters) {
    return query(name, row -> row.getLong(1), parameters).stream().findFirst();
  }

  <T> List<T> query(String name, RowReader<T> reader, @Nullable Object... parameters) {
    try (ResultSet rows = bound(name, parameters).executeQuery()) {
      var result = new ArrayList<T>();
      while (rows.next()) {
        result.add(reader.read(rows));
      }
      return result;
    } catch (SQLException e) {
      throw refused(name, e);
    }
  }

  private PreparedStatement bound(String name, @Nullable Object[] parameters) throws SQLException {
    PreparedStatement statement = prepared.get(name);
    if (statement == null) {
      statement = connection.prepareStatement(sql(name));
      prepared.put(name, statement);
    }
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
    return statement;
  }

  private String sql(String name) {
    String sql = statements.get(name);
    if (sql == null) {
      throw new IllegalArgumentException("no statement '" + name + "'");
    }
    return sql;
  }

  private static StoreException refused(String name, SQLException e) {
    return new StoreException("Database statement %s: %s".formatted(name, e.getMessage()), e);
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement statement : prepared.values()) {
      statement.close();
    }
  }
}

package io.fuxictr.transport;

import static java.util.stream.Collectors.joining;

import io.fuxictr.task.ErrorCode;
import io.fuxictr.transport.ColumnMatch.Pair;
import io.fuxictr.worker.StageException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds out whether all values of an output can become what the table wants, before a row of it is
 * loaded. Every value is looked at, in the columns whose types differ.
 */
final class TypeCheck {
  private static final Set<String> FRACTIONS = Set.of("DOUBLE", "FLOAT");
  private static final Set<String> WHOLE =
      Set.of(
          "TINYINT",
          "SMALLINT",
          "INTEGER",
          "BIGINT",
          "HUGEINT",
          "UTINYINT",
          "USMALLINT",
          "UINTEGER",
          "UBIGINT",
          "UHUGEINT",
          "BOOLEAN");

  private final Connection connection;
  private final String files;

  /**
   * Creates a check.
   *
   * @param files operand of {@code read_parquet}
   */
  TypeCheck(Connection connection, String files) {
    this.connection = connection;
    this.files = files;
  }

  /** One column that does not fit. */
  private record Misfit(Pair pair, String why) {
    String line() {
      return "%s: %s in the output, %s in the table (%s)"
          .formatted(pair.to().name(), pair.from().type(), pair.to().type(), why);
    }
  }

  /**
   * Checks all columns.
   *
   * @throws StageException with a table of those that do not fit
   */
  void check(TableName table, List<Pair> pairs) throws SQLException {
    var misfits = new ArrayList<Misfit>();
    for (Pair pair : pairs) {
      if (!pair.from().type().equals(pair.to().type())) {
        why(pair).ifPresent(why -> misfits.add(new Misfit(pair, why)));
      }
    }
    if (!misfits.isEmpty()) {
      throw new StageException(
          ErrorCode.INVALID_INPUT,
          "Loading into %s: %d columns do not fit, nothing was loaded%n%s"
              .formatted(
                  table,
                  misfits.size(),
                  misfits.stream().map(Misfit::line).collect(joining("\n"))));
    }
  }

  private Optional<String> why(Pair pair) throws SQLException {
    String column = SqlText.name(pair.from().name());
    String bad = "%s IS NOT NULL AND (%s)".formatted(column, unfit(pair, column));
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT count(*), CAST(any_value(%s) AS VARCHAR) FROM read_parquet(%s) WHERE %s"
                    .formatted(column, files, bad))) {
      rows.next();
      long count = rows.getLong(1);
      return count == 0
          ? Optional.empty()
          : Optional.of("%d values, such as %s".formatted(count, rows.getString(2)));
    } catch (SQLException e) {
      if (DuckFailure.isInterruption(e)) {
        throw e;
      }
      return Optional.of(DuckFailure.reason(e));
    }
  }

  private static String unfit(Pair pair, String column) {
    String target = pair.to().type();
    String cast = "TRY_CAST(%s AS %s)".formatted(column, target);
    boolean loses = FRACTIONS.contains(pair.from().type()) && WHOLE.contains(target);
    return cast
        + " IS NULL"
        + (loses ? " OR CAST(%s AS DOUBLE) <> %s".formatted(cast, column) : "");
  }
}

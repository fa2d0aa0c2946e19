package io.fuxictr.transport;

import io.fuxictr.remote.file.AtomicFile;
import io.fuxictr.remote.file.DataFiles;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.transport.ColumnMatch.Pair;
import io.fuxictr.worker.StageContext;
import io.fuxictr.worker.StageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Rewrites the part files of a result to the columns and types of a Hive table: Hive would find out
 * that a type differs only when somebody reads the table.
 */
final class HiveConversion {
  private final Load load;
  private final HiveTable table;
  private final StageContext context;

  HiveConversion(Load load, HiveTable table, StageContext context) {
    this.load = load;
    this.table = table;
    this.context = context;
  }

  /**
   * Writes one file per part into a folder, under the names of the result; other files there are
   * deleted.
   *
   * @throws StageException if columns or types do not fit, with a table of the differences
   */
  void run(List<Path> parts, Path target) throws InterruptedException {
    DataFiles.deleteFolder(target);
    create(target);
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
      List<Pair> pairs = match(connection, parts);
      List<String> names = ResultNames.of(load).all();
      for (int i = 0; i < parts.size(); i++) {
        context.checkStopped();
        write(connection, pairs, parts.get(i), target.resolve(names.get(i)));
      }
    } catch (SQLException e) {
      if (DuckFailure.isInterruption(e)) {
        throw new InterruptedException("told to stop");
      }
      throw DuckFailure.of("Preparing files for %s in %s".formatted(load.table(), target), e);
    }
  }

  private static void create(Path target) {
    try {
      Files.createDirectories(target);
    } catch (IOException e) {
      throw new UncheckedIOException("Creating %s: %s".formatted(target, e), e);
    }
  }

  private List<Pair> match(Connection connection, List<Path> parts)
      throws SQLException, InterruptedException {
    String files = SqlText.list(parts);
    List<Column> output = new DuckTable(connection).columnsOfFiles(files);
    var writable = new ArrayList<Column>();
    var unknown = new ArrayList<String>();
    for (Column column : table.columns()) {
      HiveType.toDuck(column.type())
          .ifPresentOrElse(
              type -> writable.add(new Column(column.name(), type)),
              () -> unknown.add(column.name() + " " + column.type()));
    }
    ColumnMatch match = ColumnMatch.of(load, output, writable);
    tell("Columns that %s lacks are left out: %s", match.leftOut());
    tell("Columns of %s that the output lacks stay empty: %s", match.unfilled());
    tell("Columns of %s with types that are not written stay empty: %s", unknown);
    DuckStop.during(
        connection,
        context,
        () -> {
          new TypeCheck(connection, files).check(load.table(), match.pairs());
          return files;
        });
    return match.pairs();
  }

  private void tell(String line, List<String> columns) {
    if (!columns.isEmpty()) {
      context.log(line.formatted(load.table(), String.join(", ", columns)));
    }
  }

  private void write(Connection connection, List<Pair> pairs, Path part, Path target)
      throws SQLException, InterruptedException {
    String columns =
        pairs.stream()
            .map(
                pair ->
                    "CAST(%s AS %s) AS %s"
                        .formatted(
                            SqlText.name(pair.from().name()),
                            pair.to().type(),
                            SqlText.name(pair.to().name())))
            .collect(Collectors.joining(", "));
    Path temporary = AtomicFile.temporary(target);
    String copy =
        "COPY (SELECT %s FROM read_parquet(%s)) TO %s (FORMAT parquet, COMPRESSION snappy)"
            .formatted(columns, SqlText.list(List.of(part)), SqlText.literal(temporary));
    DuckStop.during(
        connection,
        context,
        () -> {
          try (Statement statement = connection.createStatement()) {
            return statement.execute(copy);
          }
        });
    context.checkHeld();
    try {
      AtomicFile.publish(temporary, target);
    } catch (IOException e) {
      throw new StageException(
          ErrorCode.STORAGE, "Writing %s: %s".formatted(target, e.getMessage()), e);
    }
  }
}

package io.fuxictr.transport;

import io.fuxictr.message.TaskEvent.Level;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.transport.ColumnMatch.Pair;
import io.fuxictr.worker.StageContext;
import io.fuxictr.worker.StageException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** One load inside one transaction, which the caller commits. */
final class DuckLoad {
  private final Connection connection;
  private final Load load;
  private final String files;
  private final StageContext context;
  private final DuckTable tables;

  /**
   * Creates a load.
   *
   * @param connection without auto-commit
   * @param files the staged part files
   */
  DuckLoad(Connection connection, Load load, List<Path> files, StageContext context) {
    this.connection = connection;
    this.load = load;
    this.files = SqlText.list(files);
    this.context = context;
    this.tables = new DuckTable(connection);
  }

  /** Loads the rows and writes the book, or finds that this was done before. */
  Loaded run(InstantSource clock) throws SQLException, InterruptedException {
    var book = new LoadBook(connection);
    String content = load.files().sha256();
    Optional<LoadBook.Line> before = book.find(load, content);
    if (before.isPresent()) {
      return new Loaded(before.get().rows(), tableRows(), before.get().at(), true);
    }
    book.findOther(load, content).ifPresent(this::warnOfOther);
    long inserted = insert(columns());
    if (inserted != load.rows()) {
      throw new StageException(
          ErrorCode.STORAGE,
          "Loading into %s: the files hold %d rows, %d were expected; nothing was loaded"
              .formatted(load.table(), inserted, load.rows()));
    }
    var line = new LoadBook.Line(inserted, clock.instant());
    book.write(load, content, line);
    return new Loaded(inserted, tableRows(), line.at(), false);
  }

  private void warnOfOther(LoadBook.Line line) {
    context.log(
        Level.WARNING,
        "%s already holds %d rows of an earlier result of this task, loaded at %s; they stay"
            .formatted(load.table(), line.rows(), line.at()));
  }

  private List<Pair> columns() throws SQLException {
    List<Column> output = tables.columnsOfFiles(files);
    List<Column> table = tables.columns(load.table());
    if (table.isEmpty()) {
      return create(output);
    }
    ColumnMatch match = ColumnMatch.of(load, output, table);
    tell("Columns that %s lacks are left out: %s", match.leftOut());
    tell("Columns of %s that the output lacks stay empty: %s", match.unfilled());
    new TypeCheck(connection, files).check(load.table(), match.pairs());
    return match.pairs();
  }

  private void tell(String line, List<String> columns) {
    if (!columns.isEmpty()) {
      context.log(line.formatted(load.table(), String.join(", ", columns)));
    }
  }

  private List<Pair> create(List<Column> output) throws SQLException {
    List<Pair> pairs = ColumnMatch.forNewTable(load, output);
    String columns =
        pairs.stream()
            .map(pair -> SqlText.name(pair.to().name()) + " " + pair.to().type())
            .collect(Collectors.joining(", "));
    try (Statement statement = connection.createStatement()) {
      if (load.table().database().isPresent()) {
        statement.execute(
            "CREATE SCHEMA IF NOT EXISTS " + SqlText.name(load.table().database().get()));
      }
      statement.execute("CREATE TABLE %s (%s)".formatted(SqlText.name(load.table()), columns));
    }
    context.log(
        "Table %s is not there yet and is created with %d columns"
            .formatted(load.table(), pairs.size()));
    return pairs;
  }

  private long insert(List<Pair> pairs) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO %s (%s) SELECT %s FROM read_parquet(%s)"
              .formatted(
                  SqlText.name(load.table()),
                  SqlText.names(ColumnMatch.names(pairs, Pair::to)),
                  SqlText.names(ColumnMatch.names(pairs, Pair::from)),
                  files));
      return statement.getLargeUpdateCount();
    }
  }

  private long tableRows() throws SQLException {
    return tables.number("SELECT count(*) FROM " + SqlText.name(load.table()));
  }
}

package io.fuxictr.transport;

import io.fuxictr.remote.Command;
import io.fuxictr.remote.CommandResult;
import io.fuxictr.remote.RemoteException;
import io.fuxictr.remote.RemoteHost;
import io.fuxictr.remote.RemoteWatch;
import io.fuxictr.remote.SparkErrors;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.worker.StageException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Asks the warehouse about tables, with Spark's program at the server.
 *
 * @param host the server
 * @param folder staging folder of the dataset there, in which scripts lie
 * @param watch looks on
 */
record HiveClient(RemoteHost host, String folder, RemoteWatch watch) {
  /** A count reads the footers of a whole table; whoever waits ends it with the watch. */
  private static final Duration QUERY = Duration.ofDays(1);

  /**
   * How many rows there are.
   *
   * @param all in the table, or in the partition
   * @param ours of these in files of a result
   */
  record Counts(long all, long ours) {}

  /**
   * Looks at the table of a load, and whether it can be loaded into.
   *
   * @param files the part files, for a table definition to propose
   * @throws StageException if it is not there or does not take Parquet files, with the remedy
   */
  HiveTable table(Load load, List<Path> files) throws InterruptedException {
    CommandResult result = query("describe", HiveSql.describe(load.table()));
    if (!result.isSuccess()) {
      throw notThere(load, files, result);
    }
    HiveTable table = HiveTable.parse(result.text());
    table.obstacle().ifPresent(why -> refuse(load, why));
    checkPartition(load, table);
    return table;
  }

  private static void refuse(Load load, String why) {
    throw new StageException(
        ErrorCode.INVALID_INPUT,
        "Loading into %s: %s; LOAD DATA needs a Hive table that was created STORED AS PARQUET"
            .formatted(load.table(), why));
  }

  private static void checkPartition(Load load, HiveTable table) {
    var given = new HashSet<>(load.partition().keySet());
    if (given.equals(new HashSet<>(table.partitionColumns()))) {
      return;
    }
    throw new StageException(
        ErrorCode.INVALID_INPUT,
        table.partitionColumns().isEmpty()
            ? "Loading into %s: it has no partitions, but hive_partition names %s; leave that out"
                .formatted(load.table(), String.join(", ", given))
            : "Loading into %s: it is partitioned by %s; give a value for each of these, and for nothing else, in hive_partition"
                .formatted(load.table(), String.join(", ", table.partitionColumns())));
  }

  /** Says which table would do, since the usual mistake is that nobody has created it. */
  private static StageException notThere(Load load, List<Path> files, CommandResult result) {
    boolean missing = result.errors().contains("TABLE_OR_VIEW_NOT_FOUND");
    String reason = SparkErrors.reason(result.errors());
    return new StageException(
        ErrorCode.INVALID_INPUT,
        missing
            ? "Loading into %s: there is no such table; create it with%n%s"
                .formatted(load.table(), proposal(load, files))
            : "Looking at %s: %s".formatted(load.table(), reason));
  }

  private static String proposal(Load load, List<Path> files) {
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:")) {
      List<Column> output = new DuckTable(connection).columnsOfFiles(SqlText.list(files));
      return ColumnMatch.forNewTable(load, output).stream()
          .map(pair -> "`%s` %s".formatted(pair.to().name(), HiveType.ofDuck(pair.to().type())))
          .collect(
              Collectors.joining(
                  ", ", "CREATE TABLE %s (".formatted(load.table()), ") STORED AS PARQUET"));
    } catch (SQLException e) {
      throw DuckFailure.of("Reading the columns of the predictions", e);
    }
  }

  /** Returns where the files of a load lie once they are in the table. */
  String location(Load load, HiveTable table) throws InterruptedException {
    String root = table.location().orElseThrow();
    if (load.partition().isEmpty()) {
      return root;
    }
    CommandResult result = query("partition", HiveSql.describe(load.table(), load.partition()));
    return (result.isSuccess()
            ? HiveTable.parse(result.text()).location()
            : Optional.<String>empty())
        .orElse(root + HiveSql.partitionFolder(table.partitionColumns(), load.partition()));
  }

  /** Counts the rows of a table, or of the partition of a load. */
  Counts count(Load load, String prefix) throws InterruptedException {
    CommandResult result = query("count", HiveSql.count(load, prefix));
    String[] numbers = result.text().strip().split("\\s+", -1);
    if (!result.isSuccess() || numbers.length != 2) {
      throw new RemoteException(
          RemoteException.Reason.FAILED,
          "Counting the rows of %s: %s"
              .formatted(
                  load.table(),
                  result.isSuccess()
                      ? "the answer is '%s', not two numbers".formatted(result.text())
                      : SparkErrors.reason(result.errors())));
    }
    return new Counts(Long.parseLong(numbers[0]), Long.parseLong(numbers[1]));
  }

  private CommandResult query(String name, String sql) throws InterruptedException {
    String file = "%s/.%s.sql".formatted(folder, name);
    host.write(file, sql.getBytes(StandardCharsets.UTF_8), watch);
    return host.run(Command.of("spark-sql", "-S", "-f", file).within(QUERY), watch);
  }
}

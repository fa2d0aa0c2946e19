package io.fuxictr.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fuxictr.remote.ScratchFolder;
import io.fuxictr.remote.file.Manifest;
import io.fuxictr.remote.testing.Testbed;
import io.fuxictr.remote.transfer.Transfer;
import io.fuxictr.remote.transfer.TransferOptions;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.task.Stage;
import io.fuxictr.task.TaskId;
import io.fuxictr.worker.StageException;
import io.fuxictr.worker.testing.RecordingContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Loads into a real Hive metastore, where there is one. */
class HiveWarehouseIT {
  private static final String DATASET = "MMoE_test.20261127_120000";
  private static final Instant CREATED = Instant.parse("2026-11-27T12:00:00.123Z");
  private static final int ROWS_PER_PART = 1000;
  private static final int PARTS = 3;
  private static final long ROWS = (long) ROWS_PER_PART * PARTS;

  @TempDir private Path work;
  private final RecordingContext context = new RecordingContext(Stage.TRANSPORT);
  private final String suffix = UUID.randomUUID().toString().replace("-", "");
  private final String table = "ctr_demo.it_" + suffix;
  private Testbed testbed;
  private String staging;
  private String scratch;
  private Path output;

  @BeforeEach
  void writeOutput() throws IOException, SQLException {
    testbed = Testbed.orSkip();
    staging = testbed.newFolder();
    scratch = testbed.newHdfsFolder();
    output = Files.createDirectories(work.resolve("inference_output"));
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = connection.createStatement()) {
      for (int part = 0; part < PARTS; part++) {
        statement.execute(
            """
            COPY (SELECT 'u' || i AS user_id, i AS visits, ['a', 'b''c'] AS tags,
                         CAST(i / 10000.0 AS FLOAT) AS prediction_0,
                         CAST(i / 20000.0 AS DOUBLE) AS prediction_1
                  FROM range(%d, %d) rows(i))
            TO '%s' (FORMAT parquet)
            """
                .formatted(
                    part * ROWS_PER_PART,
                    (part + 1) * ROWS_PER_PART,
                    output.resolve("part-%05d.parquet".formatted(part))));
      }
    }
  }

  @AfterEach
  void clean() throws InterruptedException {
    if (testbed != null) {
      warehouse(ScratchFolder.Mode.LOCAL, false).clean(DATASET);
      testbed.run("rm", "-rf", staging);
      var _ = testbed.spark("DROP TABLE IF EXISTS %s;".formatted(table));
      testbed.close();
    }
  }

  private void create(String definition) throws InterruptedException {
    var _ = testbed.spark("CREATE TABLE %s %s;".formatted(table, definition));
  }

  private void createUsual() throws InterruptedException {
    create(
        "(user_id STRING, visits BIGINT, tags ARRAY<STRING>, p_apply DOUBLE, label_credit DOUBLE)"
            + " STORED AS PARQUET");
  }

  private HiveWarehouse warehouse(ScratchFolder.Mode mode, boolean overwrite) {
    return warehouse(mode, overwrite, List.of("hive", "-f", "{sql_file}"));
  }

  private HiveWarehouse warehouse(
      ScratchFolder.Mode mode, boolean overwrite, List<String> command) {
    return new HiveWarehouse(
        testbed.host(),
        new HiveWarehouse.Settings(
            staging,
            dataset -> work.resolve("prepared").resolve(dataset),
            mode,
            Optional.of(scratch),
            overwrite,
            command,
            TransferOptions.DEFAULTS),
        InstantSource.system());
  }

  private Load load(Map<String, String> partition) {
    return new Load(
        new TaskId(7),
        CREATED,
        DATASET,
        TableName.of(table),
        Map.of("prediction_0", "p_apply"),
        List.of("label_apply", "label_credit"),
        partition,
        Manifest.of(output),
        ROWS);
  }

  private Loaded run(HiveWarehouse warehouse, Load load) throws InterruptedException {
    Delivery delivery = warehouse.delivery(load, output, context);
    Transfer.Result result = delivery.push();
    assertThat(result.files() + result.reusedFiles()).isEqualTo(PARTS);
    return delivery.load();
  }

  private Delivery delivery(HiveWarehouse warehouse) {
    return warehouse.delivery(load(Map.of()), output, context);
  }

  private String count() throws InterruptedException {
    return testbed.spark("SELECT COUNT(*) FROM %s;".formatted(table));
  }

  @Test
  void resultIsInTheTableOnce() throws Exception {
    createUsual();
    HiveWarehouse warehouse = warehouse(ScratchFolder.Mode.HDFS, false);

    Loaded first = run(warehouse, load(Map.of()));
    Loaded second = run(warehouse, load(Map.of()));

    assertThat(first.rows()).isEqualTo(ROWS);
    assertThat(first.already()).isFalse();
    assertThat(second.already()).isTrue();
    assertThat(second.tableRows()).isEqualTo(ROWS);
    assertThat(row2500()).isEqualTo("u2500\t2500\t[\"a\",\"b'c\"]\t0.25\t0.125");
  }

  private String row2500() throws InterruptedException {
    return testbed.spark(
        "SELECT user_id, visits, tags, p_apply, label_credit FROM %s WHERE visits = 2500;"
            .formatted(table));
  }

  @Test
  void whatABrokenLoadLeftIsTakenOutBeforeTheNextOne() throws Exception {
    createUsual();
    HiveWarehouse warehouse = warehouse(ScratchFolder.Mode.LOCAL, false);
    assertThat(run(warehouse, load(Map.of())).already()).isFalse();
    assertThat(row2500()).isEqualTo("u2500\t2500\t[\"a\",\"b'c\"]\t0.25\t0.125");
    warehouse.clean(DATASET);
    assertThat(run(warehouse, load(Map.of())).already()).as("known by its files").isTrue();
    String location =
        testbed
            .spark("DESCRIBE FORMATTED %s;".formatted(table))
            .lines()
            .filter(line -> line.startsWith("Location"))
            .findFirst()
            .orElseThrow()
            .split("\t", -1)[1]
            .strip();
    String first = ResultNames.of(load(Map.of())).all().getFirst();
    testbed.run("hdfs", "dfs", "-rm", "-skipTrash", location + "/" + first);
    warehouse.clean(DATASET);

    Loaded again = run(warehouse, load(Map.of()));

    assertThat(again.already()).isFalse();
    assertThat(again.tableRows()).isEqualTo(ROWS);
    assertThat(context.lines())
        .contains(
            "WARNING A load that broke off left 2 of 3 files in %s; they are taken out again"
                .formatted(table));
  }

  @Test
  void resultGoesIntoOnePartition() throws Exception {
    create(
        "(user_id STRING, p_apply DOUBLE, label_credit FLOAT) PARTITIONED BY (dt STRING)"
            + " STORED AS PARQUET");
    HiveWarehouse warehouse = warehouse(ScratchFolder.Mode.HDFS, false);

    Loaded one = run(warehouse, load(Map.of("dt", "2026-01-11")));
    Loaded other = run(warehouse, load(Map.of("dt", "a/b: 'c'")));

    assertThat(one.tableRows()).isEqualTo(ROWS);
    assertThat(other.already()).isFalse();
    assertThat(other.tableRows()).isEqualTo(ROWS);
    assertThat(
            testbed.spark("SELECT dt, COUNT(*) FROM %s GROUP BY dt ORDER BY dt;".formatted(table)))
        .isEqualTo("2026-01-11\t3000\na/b: 'c'\t3000");
  }

  @Test
  void resultTakesThePlaceOfTheRowsWhereThatIsWanted() throws Exception {
    createUsual();
    var _ = testbed.spark("INSERT INTO %s VALUES ('x', 1, array('y'), 0, 0);".formatted(table));

    Loaded loaded = run(warehouse(ScratchFolder.Mode.HDFS, true), load(Map.of()));

    assertThat(loaded.tableRows()).isEqualTo(ROWS);
  }

  @Test
  void missingTableIsToldWithOneThatWouldDo() {
    assertThatThrownBy(() -> delivery(warehouse(ScratchFolder.Mode.LOCAL, false)).push())
        .isInstanceOfSatisfying(
            StageException.class,
            e -> assertThat(e.failure().code()).isEqualTo(ErrorCode.INVALID_INPUT))
        .hasMessageContaining("there is no such table")
        .hasMessageContaining(
            "CREATE TABLE %s (`user_id` string, `visits` bigint, `tags` array<string>, `p_apply` float"
                .formatted(table));
  }

  @Test
  void columnOfAnotherTypeIsToldAndNothingIsLoaded() throws Exception {
    create("(user_id INT, p_apply DOUBLE) STORED AS PARQUET");

    assertThatThrownBy(() -> delivery(warehouse(ScratchFolder.Mode.LOCAL, false)).push())
        .isInstanceOf(StageException.class)
        .hasMessageContaining("1 columns do not fit, nothing was loaded")
        .hasMessageContaining("user_id: VARCHAR in the output, INTEGER in the table (3000 values");
    assertThat(count()).isEqualTo("0");
  }

  @Test
  void partitionIsAskedForWhereTheTableHasSome() throws Exception {
    create("(user_id STRING, p_apply DOUBLE) PARTITIONED BY (dt STRING) STORED AS PARQUET");

    assertThatThrownBy(() -> delivery(warehouse(ScratchFolder.Mode.LOCAL, false)).push())
        .isInstanceOf(StageException.class)
        .hasMessageContaining("it is partitioned by dt; give a value for each of these");
  }

  @Test
  void cancelledLoadLeavesNoProcessAndNoRow() throws Exception {
    createUsual();
    Delivery delivery = delivery(warehouse(ScratchFolder.Mode.HDFS, false));
    var _ = delivery.push();
    CompletableFuture<Throwable> loading =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return new AssertionError("it came to an end: " + delivery.load());
              } catch (InterruptedException | RuntimeException e) {
                return e;
              }
            });
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> !testbed.processes(staging + "/" + DATASET + "/.load.sql").isEmpty());

    context.stop();

    assertThat(loading.join()).isInstanceOf(InterruptedException.class);
    assertThat(testbed.processes(staging + "/" + DATASET)).isEmpty();
    assertThat(count()).isEqualTo("0");
  }

  @Test
  void failedLoadIsToldWithItsReason() throws Exception {
    createUsual();
    Delivery delivery =
        delivery(
            warehouse(
                ScratchFolder.Mode.LOCAL,
                false,
                List.of("sh", "-c", "echo 'FAILED: no permission' >&2; exit 2", "{sql_file}")));
    var _ = delivery.push();

    assertThatThrownBy(() -> delivery.load())
        .isInstanceOf(StageException.class)
        .hasMessageContaining("LOAD DATA ended with status 2 and 0 of 3 files")
        .hasMessageContaining("nothing was loaded: FAILED: no permission");
  }
}

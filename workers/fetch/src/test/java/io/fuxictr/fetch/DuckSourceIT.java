package io.fuxictr.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fuxictr.remote.file.DataFiles;
import io.fuxictr.remote.file.Manifest;
import io.fuxictr.remote.transfer.TransferWatch;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.task.Stage;
import io.fuxictr.worker.StageException;
import io.fuxictr.worker.testing.RecordingContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DuckSourceIT {
  private static final String DATASET = "MMoE_test.20240123_143052";
  private static final int ROWS = 300_000;

  @TempDir private Path work;
  private Path database;
  private Path staging;
  private final RecordingContext context = new RecordingContext(Stage.DATA_FETCH);

  @BeforeEach
  void fill() throws Exception {
    database = work.resolve("source.duckdb");
    staging = work.resolve("staging");
    DuckFiles.run(
        database,
        "CREATE TABLE sample AS SELECT range AS id, range %% 7 AS x_cnt FROM range(%d)"
            .formatted(ROWS),
        "CREATE SCHEMA marketing",
        "CREATE TABLE marketing.clicks AS SELECT 1 AS id");
  }

  @Nested
  class WhileExporting {

    @Test
    void writesOneFileInTheOrderOfTheQuery() throws Exception {
      long rows = export("SELECT * FROM sample ORDER BY id DESC;  ");

      assertThat(rows).isEqualTo(ROWS);
      assertThat(files()).hasSize(1);
      assertThat(outOfOrder("DESC")).isEqualTo("0");
    }

    @Test
    void cutsALargeResultIntoPartsThatKeepTheOrder() throws Exception {
      var source = new DuckSource(settings(100_001));

      OptionalLong rows = source.export(DATASET, RowSet.TRAIN, "FROM sample -- all of it", context);

      assertThat(rows).hasValue(ROWS);
      assertThat(files())
          .extracting(file -> file.getFileName().toString())
          .containsExactly("part-00000.parquet", "part-00001.parquet", "part-00002.parquet");
      assertThat(outOfOrder("ASC")).isEqualTo("0");
      assertThat(DuckFiles.query("SELECT count(*) FROM " + parts())).containsExactly("" + ROWS);
      assertThat(folder()).isDirectoryNotContaining("glob:**.whole.parquet");
    }

    @Test
    void writesAFileWithoutRowsWhenTheQueryGivesNone() throws Exception {
      assertThat(export("SELECT * FROM sample WHERE false")).isZero();

      assertThat(files()).hasSize(1);
    }

    @Test
    void replacesWhatAnEarlierTryHasLeft() throws Exception {
      Files.createDirectories(folder());
      Files.writeString(folder().resolve("part-00009.parquet"), "half");

      export("SELECT 1 AS a");

      assertThat(files())
          .extracting(file -> file.getFileName().toString())
          .containsExactly("part-00000.parquet");
    }

    @Test
    void readsSchemasOfTheFileAndFilesThatAreAllowed() throws Exception {
      Path data = work.resolve("it's.parquet");
      DuckFiles.write(data, "SELECT 5 AS five");
      var source = new DuckSource(settings(ROWS).reading(List.of(data)));

      String sql =
          "SELECT five FROM %s, marketing.clicks".formatted(SqlText.literal(data.toString()));

      assertThat(source.export(DATASET, RowSet.TRAIN, sql, context)).hasValue(1);
    }

    @Test
    void endsAtOnceWhenTheAttemptStops() throws Exception {
      try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<Long> running =
            executor.submit(
                () ->
                    export(
                        "SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b"));
        await().until(context::isInLongCall);

        context.stop();

        await().until(running::isDone);
        assertThatThrownBy(running::get)
            .isInstanceOf(ExecutionException.class)
            .hasCauseInstanceOf(InterruptedException.class);
      }
      assertThat(files()).isEmpty();
      assertThat(context.isInLongCall()).isFalse();
    }
  }

  @Nested
  class WithBadQueries {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "SELECT 1) TO '/tmp/x' (FORMAT csv) --",
          "SELECT 1; DROP TABLE sample",
          "SELECT 1; SELECT 2",
          "DROP TABLE sample",
          "COPY sample TO '/tmp/x'",
          "ATTACH '/tmp/x'",
          "PRAGMA version",
          "CALL pragma_version()",
          "SET threads = 8",
          "INSTALL httpfs",
          "WITH gone AS (DELETE FROM sample RETURNING id) SELECT * FROM gone",
          "EXPLAIN SELECT 1",
          "SHOW TABLES",
          "SELECT ?",
          "SELECT $1",
          "SELECT /* open",
          "SELECT 'open",
          "",
          " ; ",
        })
    void refusesAllButOneSelect(String sql) {
      assertFailure(sql, ErrorCode.INVALID_INPUT)
          .hasMessageStartingWith("Checking sample_sql: ")
          .hasMessageEndingWith("one SELECT (or WITH ... SELECT) is expected");
      assertThat(files()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "SELECT * FROM read_text('/etc/hostname')",
          "SELECT * FROM glob('/etc/*')",
          "SELECT * FROM '/etc/passwd'",
          "SELECT * FROM read_csv('/proc/self/environ')",
          "SELECT * FROM read_parquet('https://localhost/x.parquet')",
        })
    void readsNoOtherFile(String sql) {
      assertFailure(sql, ErrorCode.INVALID_INPUT)
          .hasMessageContaining("Exporting train rows with sample_sql");
      assertThat(files()).isEmpty();
    }

    @Test
    void readsNoFileBesideItsOwnFolder() throws Exception {
      Path other = Files.createDirectories(staging.resolve("other.20240101_000000/train"));
      DuckFiles.write(other.resolve("p.parquet"), "SELECT 1 AS a");

      assertFailure(
              "SELECT * FROM '%s/../../other.20240101_000000/train/p.parquet'".formatted(folder()),
              ErrorCode.INVALID_INPUT)
          .hasMessageContaining("Permission Error");
    }

    @Test
    void saysInDuckDbsWordsWhatIsWrong() {
      assertFailure("SELECT nothing FROM sample", ErrorCode.INVALID_INPUT)
          .hasMessageContaining("sample_sql")
          .hasMessageContaining("Referenced column \"nothing\" not found")
          .hasMessageNotContaining("COPY");
    }

    @Test
    void namesTheTablesThereAreWhenOneIsMissing() {
      assertFailure("SELECT * FROM smple", ErrorCode.INVALID_INPUT)
          .hasMessageContaining("Table with name smple does not exist")
          .hasMessageEndingWith("tables there are: marketing.clicks, sample");
    }
  }

  @Nested
  class WithoutTheDatabase {

    @Test
    void saysThatTheFileIsMissing() throws Exception {
      Files.delete(database);

      assertFailure("SELECT 1", ErrorCode.INVALID_INPUT)
          .hasMessageContaining("there is no such file")
          .hasMessageContaining(database.toString());
    }

    @Test
    void saysThatTheFileIsNone() throws Exception {
      Files.writeString(database, "this is not a database, although it is long enough for one");

      assertFailure("SELECT 1", ErrorCode.INVALID_INPUT)
          .hasMessageContaining("not a valid DuckDB database file");
    }

    @Test
    void waitsForWhoeverHasTheFileOpen() throws Exception {
      try (Connection _ = DriverManager.getConnection("jdbc:duckdb:" + database)) {
        assertFailure("SELECT 1", ErrorCode.UNAVAILABLE)
            .hasMessageContaining(database.toString())
            .hasMessageContaining("close the other program");
      }
    }

    @Test
    void queriesFilesWhenItIsConfiguredSo() throws Exception {
      var files =
          new DuckSource(
              new DuckSource.Settings(Optional.empty(), List.of(), staging, 10, 1, "500MB"));

      assertThat(files.export(DATASET, RowSet.TRAIN, "SELECT 1 AS a", context)).hasValue(1);
    }
  }

  @Test
  void handsItsFilesOverAndCleansUp() throws Exception {
    DuckSource source = source();
    source.prepare(DATASET, context);
    export("SELECT * FROM sample");
    Manifest manifest = source.list(DATASET, RowSet.TRAIN, context);
    Path raw = work.resolve("raw");

    source.pull(DATASET, RowSet.TRAIN, manifest, raw, TransferWatch.NONE);
    source.clean(DATASET);

    manifest.verify(raw);
    assertThat(staging.resolve(DATASET)).doesNotExist();
    assertThat(database).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"..", "a/b", "/tmp", "", ".hidden"})
  void refusesToCleanAnythingButADataset(String id) {
    DuckSource source = source();

    assertThatThrownBy(() -> source.clean(id)).isInstanceOf(IllegalArgumentException.class);
  }

  private AbstractThrowableAssert<?, ?> assertFailure(String sql, ErrorCode code) {
    return assertThatThrownBy(() -> export(sql))
        .isInstanceOfSatisfying(
            StageException.class, e -> assertThat(e.failure().code()).isEqualTo(code));
  }

  private long export(String sql) throws InterruptedException {
    return source().export(DATASET, RowSet.TRAIN, sql, context).orElseThrow();
  }

  private DuckSource source() {
    return new DuckSource(settings(ROWS));
  }

  private DuckSource.Settings settings(long rowsPerPart) {
    return new DuckSource.Settings(
        Optional.of(database), List.of(), staging, rowsPerPart, 2, "500MB");
  }

  private Path folder() {
    return staging.resolve(DATASET).resolve("train");
  }

  private List<Path> files() {
    return DataFiles.under(folder());
  }

  private String parts() {
    return "read_parquet('%s/*.parquet')".formatted(folder());
  }

  /** Returns how many rows do not follow the one before. */
  private String outOfOrder(String order) throws Exception {
    return DuckFiles.query(
            """
            SELECT count(*) FROM (
              SELECT id - lag(id) OVER (ORDER BY filename, file_row_number) AS step FROM (
                SELECT *, filename, file_row_number FROM %s)) WHERE step <> %d
            """
                .formatted(parts(), order.equals("ASC") ? 1 : -1))
        .getFirst();
  }
}

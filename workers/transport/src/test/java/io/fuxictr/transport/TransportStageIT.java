package io.fuxictr.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fuxictr.layout.StorageLayout;
import io.fuxictr.remote.file.DataFiles;
import io.fuxictr.task.Checkpoint;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.task.Stage;
import io.fuxictr.worker.StageException;
import io.fuxictr.worker.StageResult;
import io.fuxictr.worker.testing.RecordingContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransportStageIT {
  private static final String DATASET = "MMoE_test.20240123_143052";
  private static final Instant NOW = Instant.parse("2024-01-23T15:00:00Z");

  @TempDir private Path work;
  private Path database;
  private Path output;
  private Path staging;
  private TransportStage stage;

  @BeforeEach
  void fill() throws Exception {
    var layout = new StorageLayout(work.resolve("datasets"), work, work);
    database = work.resolve("warehouse/result.duckdb");
    staging = work.resolve("staging");
    output = Files.createDirectories(layout.inferenceOutput(DATASET));
    writeParts("0.25");
    stage =
        new TransportStage(
            layout,
            new DuckWarehouse(
                new DuckWarehouse.Settings(database, staging), InstantSource.fixed(NOW)),
            InstantSource.fixed(NOW));
  }

  private void writeParts(String prediction) throws Exception {
    for (int part = 0; part < 2; part++) {
      DuckFiles.write(
          output.resolve("part-%05d.parquet".formatted(part)),
          """
          SELECT range AS user_id, 'x' || range AS area_tag, %s::DOUBLE AS prediction_0,
            0.75::DOUBLE AS prediction_1 FROM range(%d, %d)
          """
              .formatted(prediction, 10 * part, 10 * (part + 1)));
    }
  }

  @Nested
  class IntoANewTable {

    @Test
    void createsSchemaAndTableAndLoadsEveryRow() throws Exception {
      RecordingContext context = context("marketing.result", Map.of(), 20);

      StageResult result = stage.run(context);

      assertThat(query("SELECT count(*), min(user_id), max(user_id) FROM marketing.result"))
          .containsExactly("20 0 19");
      assertThat(query("SELECT * FROM marketing.result LIMIT 1")).containsExactly("0 x0 0.25 0.75");
      Checkpoint checkpoint = result.checkpoint();
      assertThat(checkpoint.text("hive_loaded_at")).hasValue(NOW.toString());
      assertThat(checkpoint.text("hive_table")).hasValue("marketing.result");
      assertThat(checkpoint.texts("completed_chunks"))
          .containsExactly("part-00000.parquet", "part-00001.parquet");
      assertThat(result.metrics())
          .containsEntry("files_transferred", 2)
          .containsEntry("rows_processed", 20L)
          .containsKeys("duration_seconds", "bytes_transferred", "transfer_rate_mbps");
      assertThat(context.lines())
          .contains("INFO Loaded 20 rows into marketing.result, which now has 20");
    }

    @Test
    void namesColumnsAsTheSubmissionSays() throws Exception {
      stage.run(context("result", Map.of("prediction_0", "p_apply"), 20));

      assertThat(query("SELECT p_apply, prediction_1 FROM result LIMIT 1"))
          .containsExactly("0.25 0.75");
    }

    @Test
    void remembersTheLoadInTheSameFile() throws Exception {
      stage.run(context("result", Map.of(), 20));

      assertThat(query("SELECT task_id, dataset_id, table_name, \"rows\" FROM fuxictr_loads"))
          .containsExactly("7 %s result 20".formatted(DATASET));
    }
  }

  /** How often a push asks whether it is still its turn depends on how long it takes. */
  @Test
  void changesNothingOnceAnotherWorkerTookOver() throws Exception {
    var loaded = new ArrayList<Boolean>();
    var atThatMoment = new ArrayList<Boolean>();
    while (isOvertaken(
        context -> context.overtakenAfter(loaded.size(), () -> atThatMoment.add(isLoaded())))) {
      loaded.add(isLoaded());
    }

    assertThat(loaded)
        .as("staging, files, two checkpoints, the load, and the last checkpoint")
        .hasSizeGreaterThanOrEqualTo(6)
        .isEqualTo(atThatMoment);
    assertThat(loaded.getFirst()).as("before anything").isFalse();
    assertThat(query("SELECT count(*) FROM result")).containsExactly("20");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Pushing 2 files", "Loading 20 rows into", "is created with 4 columns"})
  void loadsNothingOnceAnotherWorkerTookOver(String lastWords) throws Exception {
    assertThat(isOvertaken(context -> context.overtakenOnceSaying(lastWords))).isTrue();

    assertThat(isLoaded()).isFalse();
  }

  @Test
  void keepsWhatWasLoadedBeforeAnotherWorkerTookOver() throws Exception {
    assertThat(isOvertaken(context -> context.overtakenOnceSaying("Loaded 20 rows into"))).isTrue();

    assertThat(query("SELECT count(*) FROM result")).containsExactly("20");
  }

  private boolean isLoaded() {
    try {
      return database.toFile().exists()
          && query("SELECT table_name FROM duckdb_tables()").contains("result");
    } catch (SQLException e) {
      throw new AssertionError("Looking for the result table in " + database, e);
    }
  }

  private boolean isOvertaken(UnaryOperator<RecordingContext> when) throws Exception {
    DataFiles.deleteFolder(staging);
    DataFiles.deleteFolder(work.resolve("warehouse"));
    try {
      stage.run(when.apply(context("result", Map.of(), 20)));
      return false;
    } catch (StageException e) {
      assertThat(e.failure().code()).isEqualTo(ErrorCode.LOST);
      return true;
    }
  }

  @Nested
  class IntoATableThatIsThere {

    @Test
    void matchesColumnsByNameAndLeavesOutWhatTheTableLacks() throws Exception {
      DuckFiles.run(
          createFolder(),
          "CREATE TABLE result (Prediction_1 FLOAT, note VARCHAR, user_id VARCHAR)",
          "INSERT INTO result VALUES (1, 'old', 'o')");
      RecordingContext context = context("result", Map.of(), 20);

      stage.run(context);

      assertThat(query("SELECT * FROM result ORDER BY length(user_id), user_id LIMIT 2"))
          .containsExactly("0.75 null 0", "0.75 null 1");
      assertThat(context.lines())
          .contains(
              "INFO Columns that result lacks are left out: area_tag, prediction_0",
              "INFO Columns of result that the output lacks stay empty: note",
              "INFO Loaded 20 rows into result, which now has 21");
    }

    @Test
    void givesAPredictionToTheColumnOfItsLabel() throws Exception {
      DuckFiles.run(
          createFolder(),
          "CREATE TABLE result (user_id BIGINT, label_credit DOUBLE, label_apply DOUBLE)");

      stage.run(context("result", Map.of(), 20));

      assertThat(query("SELECT label_apply, label_credit FROM result LIMIT 1"))
          .containsExactly("0.25 0.75");
    }

    @Test
    void knowsPredictionsThatAreNamedAfterTheirLabels() throws Exception {
      for (int part = 0; part < 2; part++) {
        DuckFiles.write(
            output.resolve("part-%05d.parquet".formatted(part)),
            "SELECT range AS user_id, 1 AS label_apply, 0.5::DOUBLE AS label_apply_pred,"
                + " 0.75::DOUBLE AS label_credit_pred FROM range(10)");
      }
      DuckFiles.run(
          createFolder(),
          "CREATE TABLE result (user_id BIGINT, label_apply DOUBLE, label_credit_pred DOUBLE)");

      stage.run(context("result", Map.of(), 20));

      assertThat(query("SELECT DISTINCT label_apply, label_credit_pred FROM result"))
          .containsExactly("0.5 0.75");
    }

    @Test
    void showsWhichTypesDoNotFitBeforeItLoadsAnything() throws Exception {
      DuckFiles.run(
          createFolder(),
          "CREATE TABLE result (user_id TINYINT, area_tag INTEGER, prediction_0 INTEGER)");

      assertFailure(context("result", Map.of(), 20), ErrorCode.INVALID_INPUT)
          .hasMessageContaining("2 columns do not fit, nothing was loaded")
          .hasMessageContaining("area_tag: VARCHAR in the output, INTEGER in the table (20 values")
          .hasMessageContaining("prediction_0: DOUBLE in the output, INTEGER in the table (20");
      assertThat(query("SELECT count(*) FROM result")).containsExactly("0");
    }

    @Test
    void refusesATableWithoutAnyPlaceForAPrediction() throws Exception {
      DuckFiles.run(createFolder(), "CREATE TABLE result (user_id BIGINT, score DOUBLE)");

      assertFailure(context("result", Map.of(), 20), ErrorCode.INVALID_INPUT)
          .hasMessageContaining("columns of the table: user_id, score");
    }

    @Test
    void refusesAMapThatNamesWhatIsNotThere() throws Exception {
      DuckFiles.run(createFolder(), "CREATE TABLE result (user_id BIGINT, score DOUBLE)");

      assertFailure(context("result", Map.of("prediction_0", "skore"), 20), ErrorCode.INVALID_INPUT)
          .hasMessageContaining("'skore', but the table has user_id, score");
      assertFailure(context("result", Map.of("prediction_7", "score"), 20), ErrorCode.INVALID_INPUT)
          .hasMessageContaining("'prediction_7', but the output has user_id");
    }

    @Test
    void saysWhenAConstraintOfTheTableIsHurt() throws Exception {
      DuckFiles.run(
          createFolder(),
          "CREATE TABLE result (user_id BIGINT, prediction_0 DOUBLE, x INT NOT NULL)");

      assertFailure(context("result", Map.of(), 20), ErrorCode.INVALID_INPUT)
          .hasMessageContaining("Loading into result")
          .hasMessageContaining("NOT NULL");
      assertThat(query("SELECT count(*) FROM result")).containsExactly("0");
    }
  }

  @Nested
  class MoreThanOnce {

    @Test
    void loadsNothingTheSecondTime() throws Exception {
      stage.run(context("result", Map.of(), 20));
      RecordingContext again = context("result", Map.of(), 20);

      StageResult result = stage.run(again);

      assertThat(query("SELECT count(*) FROM result")).containsExactly("20");
      assertThat(result.checkpoint().number("loaded_rows")).isEqualTo(20);
      assertThat(again.lines()).anyMatch(line -> line.contains("nothing is loaded twice"));
    }

    @Test
    void loadsNothingTheSecondTimeAfterStagingWasCleared() throws Exception {
      stage.run(context("result", Map.of(), 20));
      DataFiles.deleteFolder(staging);

      stage.run(context("result", Map.of(), 20));

      assertThat(query("SELECT count(*) FROM result")).containsExactly("20");
    }

    @Test
    void loadsAResultThatWasComputedAnewAndWarns() throws Exception {
      stage.run(context("result", Map.of(), 20));
      writeParts("0.5");
      RecordingContext again = context("result", Map.of(), 20);

      stage.run(again);

      assertThat(query("SELECT prediction_0, count(*) FROM result GROUP BY 1 ORDER BY 1"))
          .containsExactly("0.25 20", "0.5 20");
      assertThat(again.lines())
          .anyMatch(line -> line.startsWith("WARNING result already holds 20 rows"));
    }
  }

  @Nested
  class WhenSomethingGoesWrong {

    @Test
    void loadsNothingIfRowsAreMissing() throws Exception {
      assertFailure(context("result", Map.of(), 21), ErrorCode.STORAGE)
          .hasMessageContaining("the files hold 20 rows, 21 were expected");
      assertThat(query("SHOW TABLES")).isEmpty();
    }

    @Test
    void replacesAFileThatWasDamagedInStaging() throws Exception {
      Path staged = Files.createDirectories(staging.resolve(DATASET)).resolve("part-00000.parquet");
      byte[] bytes = Files.readAllBytes(output.resolve("part-00000.parquet"));
      bytes[bytes.length / 2] ^= 1;
      Files.write(staged, bytes);

      stage.run(context("result", Map.of(), 20));

      assertThat(staged).hasSameBinaryContentAs(output.resolve("part-00000.parquet"));
    }

    @Test
    void canBeCutAnywhereAndRunAgain() throws Exception {
      int checks = 0;
      while (isCutAfter(checks)) {
        checks++;
      }

      assertThat(checks).isGreaterThanOrEqualTo(5);
      assertThat(query("SELECT count(*) FROM result")).containsExactly("20");
    }

    private boolean isCutAfter(int checks) {
      try {
        stage.run(context("result", Map.of(), 20).stoppingAfter(checks));
        return false;
      } catch (InterruptedException _) {
        return true;
      }
    }

    @Test
    void endsALongLoadWhenTheAttemptStops() throws Exception {
      DuckFiles.write(
          output.resolve("part-00000.parquet"),
          "SELECT range AS user_id, md5(range::VARCHAR) AS area_tag, 0.5::DOUBLE AS prediction_0,"
              + " 0.5::DOUBLE AS prediction_1 FROM range(2000000)");
      RecordingContext context = context("result", Map.of(), 2_000_010);
      try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
        Future<StageResult> running = executor.submit(() -> stage.run(context));
        await().until(context::isInLongCall);

        context.stop();

        await().until(running::isDone);
        assertThatThrownBy(running::get)
            .isInstanceOf(ExecutionException.class)
            .hasCauseInstanceOf(InterruptedException.class);
      }
      assertThat(query("SHOW TABLES")).isEmpty();
    }

    @Test
    void saysWhoHasTheFileOpen() throws Exception {
      DuckFiles.run(createFolder(), "CREATE TABLE t (a INT)");
      Process other = OtherProcess.holding(database);
      try {
        assertFailure(context("result", Map.of(), 20), ErrorCode.UNAVAILABLE)
            .hasMessageContaining("PID " + other.pid())
            .hasMessageContaining("close the other one");
      } finally {
        other.destroyForcibly().waitFor();
      }

      stage.run(context("result", Map.of(), 20));

      assertThat(query("SELECT count(*) FROM result")).containsExactly("20");
    }

    @Test
    void saysThatTheFileIsNoDatabase() throws Exception {
      Files.writeString(
          createFolder(), "this is not a database, although it is long enough for it");

      assertFailure(context("result", Map.of(), 20), ErrorCode.INVALID_INPUT)
          .hasMessageContaining("not a valid DuckDB database file");
    }

    @Test
    void leavesOutFilesThatInferDoesNotName() throws Exception {
      Files.copy(output.resolve("part-00000.parquet"), output.resolve("part-00007.parquet"));

      stage.run(context("result", Map.of(), 20));

      assertThat(query("SELECT count(*) FROM result")).containsExactly("20");
    }

    @Test
    void saysThatAPartIsMissing() throws Exception {
      Files.delete(output.resolve("part-00001.parquet"));

      assertFailure(context("result", Map.of(), 20), ErrorCode.STORAGE)
          .hasMessageContaining("the 2 parts of the predictions")
          .hasMessageContaining("1 are there; retry from infer");
    }

    @Test
    void refusesItsOwnBook() {
      assertFailure(context("FUXICTR_loads", Map.of(), 20), ErrorCode.INVALID_INPUT)
          .hasMessageContaining("choose another hive_table");
    }

    @Test
    void namesTheStageWhoseResultIsMissing() {
      var context = new RecordingContext(Stage.TRANSPORT);

      assertFailure(context, ErrorCode.INVALID_INPUT).hasMessageContaining("retry from data_fetch");
    }
  }

  @Test
  void hasNothingToDoWithoutPredictions() throws Exception {
    RecordingContext context = context("result", Map.of(), 0);

    StageResult result = stage.run(context);

    assertThat(result.skipped()).isTrue();
    assertThat(database).doesNotExist();
    assertThat(context.lines())
        .anyMatch(line -> line.startsWith("WARNING There are no predictions"));
  }

  private AbstractThrowableAssert<?, ?> assertFailure(RecordingContext context, ErrorCode code) {
    return assertThatThrownBy(() -> stage.run(context))
        .isInstanceOfSatisfying(
            StageException.class, e -> assertThat(e.failure().code()).isEqualTo(code));
  }

  private RecordingContext context(String table, Map<String, String> columns, long rows) {
    List<?> labels = List.of(Map.of("name", "label_apply"), Map.of("name", "label_credit"));
    return new RecordingContext(Stage.TRANSPORT)
        .loadingInto(table, columns)
        .after(
            Map.of(
                Stage.DATA_FETCH,
                new Checkpoint(
                    Map.of(
                        "dataset_id",
                        DATASET,
                        "processed_data_paths",
                        Map.of("label_col", labels))),
                Stage.INFER,
                new Checkpoint(
                    Map.of(
                        "output_path",
                        output.toString(),
                        "total_rows",
                        rows,
                        "completed_parts",
                        rows == 0
                            ? List.of()
                            : List.of("part-00000.parquet", "part-00001.parquet")))));
  }

  private Path createFolder() throws Exception {
    Files.createDirectories(work.resolve("warehouse"));
    return database;
  }

  private List<String> query(String sql) throws SQLException {
    return DuckFiles.query(database, sql);
  }
}

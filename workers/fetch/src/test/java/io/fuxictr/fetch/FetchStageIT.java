package io.fuxictr.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.dataset.part.PartFooter;
import io.fuxictr.experiment.ExperimentFiles;
import io.fuxictr.layout.StorageLayout;
import io.fuxictr.remote.file.Manifest;
import io.fuxictr.task.Checkpoint;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.task.Stage;
import io.fuxictr.worker.StageException;
import io.fuxictr.worker.StageResult;
import io.fuxictr.worker.testing.PublishedFiles;
import io.fuxictr.worker.testing.RecordingContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchStageIT {
  private static final Instant NOW = Instant.parse("2024-01-23T14:30:52Z");
  private static final String DATASET = "MMoE_test.20240123_143052";
  private static final String SAMPLE = "SELECT * FROM sample ORDER BY user_id";
  private static final String INFER = "SELECT * EXCLUDE (label_apply, label_credit) FROM sample";
  private static final int ROWS = 500;

  @TempDir private Path work;
  private StorageLayout layout;
  private Path staging;
  private CountingSource source;

  @BeforeEach
  void fill() throws Exception {
    layout = new StorageLayout(work.resolve("datasets"), work.resolve("models"), work);
    staging = work.resolve("staging");
    Path database = work.resolve("source.duckdb");
    DuckFiles.run(
        database,
        """
        CREATE TABLE sample AS SELECT range AS user_id, 'a' || range %% 5 AS area_tag,
          range %% 3 AS age_tag, range * 0.5 AS call_cnt, ['x' || range %% 4, 'y'] AS click_textlist,
          range AS price, range %% 2 AS label_apply, CAST(range %% 4 = 1 AS INTEGER) AS label_credit
        FROM range(%d)
        """
            .formatted(ROWS));
    source = new CountingSource(new DuckSource(DuckSource.Settings.of(database, staging)));
    experiment("label_col: [{name: label_apply}, {name: label_credit, threshold: 0.3}]");
  }

  private void experiment(String... datasetLines) throws Exception {
    Path config = Files.createDirectories(work.resolve("zoo/MMoE/config"));
    Files.writeString(
        config.resolve("model_config.yaml"),
        "MMoE_test: {model: MMoE, dataset_id: sample_001, seed: 7}\n");
    Files.writeString(
        config.resolve("dataset_config.yaml"),
        "sample_001:\n  min_categr_count: 1\n  " + String.join("\n  ", datasetLines) + "\n");
  }

  @Nested
  class FromQueriesToADataset {

    @Test
    void leavesEverythingThatLaterStagesStartFrom() throws Exception {
      StageResult result = stage(FeatureMode.AUTO).run(context(Checkpoint.EMPTY));

      Checkpoint checkpoint = result.checkpoint();
      Map<String, Object> paths = checkpoint.map("processed_data_paths");
      assertThat(checkpoint.text("dataset_id")).hasValue(DATASET);
      assertThat(List.of("sample_sql_executed", "infer_sql_executed", "data_transferred"))
          .allMatch(checkpoint::flag);
      assertThat(List.of("verified", "dataset_processed")).allMatch(checkpoint::flag);
      assertThat(checkpoint.map("sql_sha256")).containsOnlyKeys("sample", "infer");
      assertThat(paths)
          .containsEntry("dataset_dir", layout.processed(DATASET).toString())
          .containsEntry("infer_data", layout.rawInfer(DATASET).toString());
      assertThat(rows(paths, "train_data")).isEqualTo(400);
      assertThat(rows(paths, "valid_data")).isEqualTo(50);
      assertThat(rows(paths, "test_data")).isEqualTo(50);
      assertThat(Path.of(String.valueOf(paths.get("feature_map")))).exists();
      assertThat(paths.get("label_col")).asString().contains("label_apply", "0.3");
      assertThat(new Checkpoint(paths).values().get("feature_cols"))
          .asString()
          .contains("area_tag", "age_tag", "call_cnt", "click_textlist")
          .doesNotContain("price", "user_id");
    }

    private static long rows(Map<String, Object> paths, String key) {
      return PartFooter.read(Path.of(String.valueOf(paths.get(key)))).rows();
    }

    @Test
    void tellsTheUserWhatHappens() throws Exception {
      RecordingContext context = context(Checkpoint.EMPTY);

      stage(FeatureMode.AUTO).run(context);

      assertThat(context.lines())
          .anyMatch(line -> line.contains("Connecting to DuckDB file"))
          .anyMatch(line -> line.contains("Exporting sample data…"))
          .anyMatch(line -> line.matches("INFO sample_sql gave 500 rows in .*"))
          .anyMatch(line -> line.startsWith("INFO Transfer complete: "))
          .contains(
              "INFO Features: 2 categorical, 1 numeric, 1 sequence",
              "INFO Labels: label_apply, label_credit",
              "INFO Verified: train 500 rows, 8 columns in 1 files; infer 500 rows, 6 columns in 1"
                  + " files");
      assertThat(context.progress())
          .extracting(step -> step.percent())
          .isSorted()
          .startsWith(0)
          .endsWith(100);
    }

    @Test
    void countsRowsFilesAndBytes() throws Exception {
      StageResult result = stage(FeatureMode.AUTO).run(context(Checkpoint.EMPTY));

      Manifest manifest = Manifest.read(layout.manifest(DATASET));
      assertThat(manifest.entries())
          .extracting(Manifest.Entry::path)
          .containsExactly("infer/part-00000.parquet", "train/part-00000.parquet");
      assertThat(manifest.entries()).allMatch(entry -> entry.rows().orElse(0) == ROWS);
      assertThat(result.metrics())
          .containsEntry("bytes_transferred", manifest.bytes())
          .containsEntry("files_transferred", 2L)
          .containsEntry("train_rows", 500L)
          .containsEntry("infer_rows", 500L)
          .containsKey("duration_seconds");
    }

    @Test
    void takesTheNextSecondWhenTheNameIsTaken() throws Exception {
      Files.createDirectories(layout.dataset(DATASET));
      Files.createDirectories(layout.dataset("MMoE_test.20240123_143053"));

      StageResult result = stage(FeatureMode.AUTO).run(context(Checkpoint.EMPTY));

      assertThat(result.checkpoint().text("dataset_id")).hasValue("MMoE_test.20240123_143054");
      assertThat(layout.dataset(DATASET)).isEmptyDirectory();
    }
  }

  @Nested
  class WhenItWasCut {

    @Test
    void comesToTheSameEndWhereverItWasCutAndRunsNoQueryTwice() throws Exception {
      stage(FeatureMode.AUTO).run(context(Checkpoint.EMPTY));
      String whole = Manifest.of(layout.processed(DATASET)).sha256();
      int checks = 0;
      while (isCutAndResumed(checks, whole)) {
        checks++;
      }

      assertThat(checks).isGreaterThan(10);
    }

    private boolean isCutAndResumed(int checks, String whole) throws InterruptedException {
      layout = new StorageLayout(work.resolve("cut" + checks), work, work);
      source.clean(DATASET);
      source.exports.clear();
      RecordingContext first = context(Checkpoint.EMPTY).stoppingAfter(checks);
      try {
        stage(FeatureMode.AUTO).run(first);
        return false;
      } catch (InterruptedException _) {
        stage(FeatureMode.AUTO).run(context(first.lastSaved()));
      }
      assertThat(source.exports).containsExactly(RowSet.TRAIN, RowSet.INFER);
      assertThat(Manifest.of(layout.processed(DATASET)).sha256()).isEqualTo(whole);
      assertThat(layout.datasetsRoot().toFile().list()).containsExactly(DATASET);
      return true;
    }

    @Test
    void publishesNothingOnceAnotherWorkerTookOver() throws Exception {
      int publishes = 0;
      while (isOvertakenAfter(publishes)) {
        publishes++;
      }

      assertThat(publishes)
          .as("exports, pulled files, manifest twice, dataset twice, and seven checkpoints")
          .isGreaterThanOrEqualTo(15);
    }

    private boolean isOvertakenAfter(int publishes) throws InterruptedException {
      layout = new StorageLayout(work.resolve("overtaken" + publishes), work, work);
      source.clean(DATASET);
      var then = new AtomicReference<PublishedFiles>();
      RecordingContext context =
          context(Checkpoint.EMPTY)
              .overtakenAfter(publishes, () -> then.set(PublishedFiles.in(work)));
      try {
        stage(FeatureMode.AUTO).run(context);
        return false;
      } catch (StageException e) {
        assertThat(e.failure().code()).isEqualTo(ErrorCode.LOST);
      }
      assertThat(PublishedFiles.in(work)).as("after %d", publishes).isEqualTo(then.get());
      return true;
    }

    @Test
    void doesNothingTwiceWhenAllWasDone() throws Exception {
      Checkpoint done = stage(FeatureMode.AUTO).run(context(Checkpoint.EMPTY)).checkpoint();
      source.clean(DATASET);

      StageResult again = stage(FeatureMode.AUTO).run(context(done));

      assertThat(source.exports).hasSize(2);
      assertThat(again.checkpoint()).isEqualTo(done);
    }

    @Test
    void runsAQueryAgainThatHasChanged() throws Exception {
      Checkpoint done = stage(FeatureMode.AUTO).run(context(Checkpoint.EMPTY)).checkpoint();
      source.exports.clear();

      StageResult again =
          stage(FeatureMode.AUTO).run(asking(SAMPLE + " LIMIT 300", INFER).resuming(done));

      assertThat(source.exports).containsExactly(RowSet.TRAIN);
      assertThat(again.checkpoint().text("dataset_id")).hasValue(DATASET);
      assertThat(again.metrics())
          .containsEntry("train_rows", 300L)
          .containsEntry("infer_rows", 500L);
    }

    @Test
    void exportsAgainWhenStagingIsGone() throws Exception {
      Checkpoint done = stage(FeatureMode.AUTO).run(context(Checkpoint.EMPTY)).checkpoint();
      source.clean(DATASET);
      RecordingContext context = context(done.with("data_transferred", false));

      stage(FeatureMode.AUTO).run(context);

      assertThat(source.exports).hasSize(4);
      assertThat(context.lines()).anyMatch(line -> line.startsWith("WARNING What an earlier try"));
    }

    @Test
    void catchesAFileThatWasDamagedAndBringsItAgain() throws Exception {
      Checkpoint done = stage(FeatureMode.AUTO).run(context(Checkpoint.EMPTY)).checkpoint();
      Path part = layout.rawTrain(DATASET).resolve("part-00000.parquet");
      byte[] bytes = Files.readAllBytes(part);
      bytes[bytes.length / 2] ^= 1;
      Files.write(part, bytes);
      RecordingContext context = context(done.with("verified", false));

      assertFailure(context, FeatureMode.AUTO, ErrorCode.STORAGE)
          .hasMessageContaining("1 different: train/part-00000.parquet");

      stage(FeatureMode.AUTO).run(context(context.lastSaved()));
      Manifest.read(layout.manifest(DATASET)).verify(layout.dataset(DATASET).resolve("raw"));
    }

    @Test
    void startsAnotherDatasetWhenTheFolderIsGone() throws Exception {
      Checkpoint lost = new Checkpoint(Map.of("dataset_id", "MMoE_test.20200101_000000"));

      StageResult result = stage(FeatureMode.AUTO).run(context(lost));

      assertThat(result.checkpoint().text("dataset_id")).hasValue(DATASET);
    }
  }

  @Nested
  class WithDeclaredFeatures {

    @Test
    void takesThemAsTheyAre() throws Exception {
      experiment(
          "label_col: label_apply",
          "feature_cols: [{name: price, type: numeric, dtype: float, active: true}]");

      RecordingContext context = context(Checkpoint.EMPTY);
      stage(FeatureMode.TEMPLATE).run(context);

      assertThat(context.lines())
          .contains(
              "INFO Features: 0 categorical, 1 numeric, 0 sequence", "INFO Labels: label_apply");
    }

    @Test
    void addsThoseThatAreRecognised() throws Exception {
      experiment(
          "label_col: [label_apply, label_credit]",
          "feature_cols: [{name: price, type: numeric, dtype: float, active: true}]");
      RecordingContext context = context(Checkpoint.EMPTY);

      stage(FeatureMode.UNION).run(context);

      assertThat(context.lines()).contains("INFO Features: 2 categorical, 2 numeric, 1 sequence");
    }

    @Test
    void namesThoseThatAreMissing() throws Exception {
      experiment(
          "label_col: label_apply",
          "feature_cols: [{name: [price, cost], type: numeric, dtype: float, active: true}]");

      assertFailure(context(Checkpoint.EMPTY), FeatureMode.TEMPLATE, ErrorCode.INVALID_INPUT)
          .hasMessageContaining("gives no column cost; columns found: user_id, area_tag");
    }

    @Test
    void saysWhichKeyOfTheConfigurationIsWrong() throws Exception {
      experiment("label_col: label_apply", "split_type: randomly");

      assertFailure(context(Checkpoint.EMPTY), FeatureMode.AUTO, ErrorCode.INVALID_INPUT)
          .hasMessageContaining("dataset_config.yaml: split_type is 'randomly'")
          .hasMessageContaining("random or sequential");
    }
  }

  @Nested
  class WithBadInput {

    @Test
    void listsTheColumnsWhenALabelIsMissing() throws Exception {
      experiment("label_col: [label_apply, label_buy]");

      assertFailure(context(Checkpoint.EMPTY), FeatureMode.AUTO, ErrorCode.INVALID_INPUT)
          .hasMessageContaining("sample_sql gives no column label_buy; columns found: user_id");
    }

    @Test
    void listsTheColumnsWhenNoFeatureIsRecognised() {
      String sql = "SELECT user_id, price, label_apply, label_credit FROM sample";

      assertFailure(asking(sql, INFER), FeatureMode.AUTO, ErrorCode.INVALID_INPUT)
          .hasMessageContainingAll(
              "o feature columns recognised", "user_id, price, label_apply", "_tag/_cnt/_textlist");
    }

    @Test
    void endsWhenThereIsNothingToLearnFrom() {
      assertFailure(
              asking(SAMPLE.replace("ORDER", "WHERE false ORDER"), INFER),
              FeatureMode.AUTO,
              ErrorCode.INVALID_INPUT)
          .hasMessageContaining("sample_sql: it gave no rows");
    }

    @Test
    void warnsWhenThereIsNothingToScore() throws Exception {
      RecordingContext context = asking(SAMPLE, INFER + " WHERE false");

      StageResult result = stage(FeatureMode.AUTO).run(context);

      assertThat(result.metrics()).containsEntry("infer_rows", 0L);
      assertThat(context.lines())
          .contains("WARNING infer_sql gave no rows; nothing will be scored");
    }

    @Test
    void namesWhatDiffersBetweenLearningAndScoring() {
      String sql = "SELECT user_id, 1 AS area_tag, age_tag, call_cnt FROM sample";

      assertFailure(asking(SAMPLE, sql), FeatureMode.AUTO, ErrorCode.INVALID_INPUT)
          .hasMessageContainingAll("click_textlist is missing", "area_tag is", "infer_sql");
    }

    @Test
    void passesOnWhatTheSourceSaysOfAQuery() {
      assertFailure(
              asking("SELECT nothing FROM sample", INFER),
              FeatureMode.AUTO,
              ErrorCode.INVALID_INPUT)
          .hasMessageContaining("sample_sql")
          .hasMessageContaining("\"nothing\" not found");
    }

    @Test
    void namesTheExperimentsThereAre() throws Exception {
      Files.writeString(
          work.resolve("zoo/MMoE/config/model_config.yaml"), "Other: {model: MMoE, dataset_id: x}");

      assertFailure(context(Checkpoint.EMPTY), FeatureMode.AUTO, ErrorCode.INVALID_INPUT)
          .hasMessageContaining("'MMoE_test'")
          .hasMessageContaining("Other");
      assertThat(layout.datasetsRoot()).doesNotExist();
    }
  }

  private AbstractThrowableAssert<?, ?> assertFailure(
      RecordingContext context, FeatureMode mode, ErrorCode code) {
    return assertThatThrownBy(() -> stage(mode).run(context))
        .isInstanceOfSatisfying(
            StageException.class, e -> assertThat(e.failure().code()).isEqualTo(code));
  }

  private RecordingContext context(Checkpoint resume) {
    return asking(SAMPLE, INFER).resuming(resume);
  }

  private static RecordingContext asking(String sampleSql, String inferSql) {
    return new RecordingContext(Stage.DATA_FETCH).asking(sampleSql, inferSql);
  }

  private FetchStage stage(FeatureMode mode) {
    return new FetchStage(
        layout,
        source,
        new ExperimentFiles(work.resolve("users"), List.of(work.resolve("zoo"))),
        new FetchSettings(mode, ZoneOffset.UTC, 2),
        InstantSource.fixed(NOW));
  }
}

package io.fuxictr.deploy.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fuxictr.ctr.predict.RankModel;
import io.fuxictr.message.Json;
import io.fuxictr.remote.file.Manifest;
import io.fuxictr.task.TaskStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** One task from SQL to the result table; then every artefact and row is looked at. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WholePipelineIT {
  private final List<JsonNode> events = new ArrayList<>();
  private SmallPipeline pipeline;
  private long task;
  private Path dataset;

  @BeforeAll
  void runOneTask(@TempDir Path home) throws SQLException, InterruptedException {
    pipeline = SmallPipeline.start(home);
    task = pipeline.run(SmallPipeline.submission(), events, TaskStatus.COMPLETED);
    dataset =
        home.resolve("datasets").resolve(pipeline.api().task(task).path("dataset_id").asText());
  }

  @AfterAll
  void stop() {
    pipeline.close();
  }

  private long rows(Path parts) throws SQLException {
    return Long.parseLong(
        pipeline
            .query("check.duckdb", "SELECT count(*) FROM '%s'".formatted(parts))
            .getFirst()
            .getFirst());
  }

  @Test
  void rowsArriveWithAManifestThatFits() throws SQLException, IOException {
    assertThat(rows(dataset.resolve("raw/train/*.parquet"))).isEqualTo(SmallPipeline.SAMPLE_ROWS);
    assertThat(rows(dataset.resolve("raw/infer/*.parquet")))
        .isEqualTo(SmallPipeline.INFERENCE_ROWS);
    Manifest manifest = Manifest.read(dataset.resolve("manifest.json"));
    assertThat(manifest.entries()).isNotEmpty();
    manifest.verify(dataset.resolve("raw"));
  }

  @Test
  void datasetIsSplitAndEncoded() throws SQLException, IOException {
    Path processed = dataset.resolve("processed");

    assertThat(rows(processed.resolve("train.parquet"))).isEqualTo(3200);
    assertThat(rows(processed.resolve("valid.parquet"))).isEqualTo(400);
    assertThat(rows(processed.resolve("test.parquet"))).isEqualTo(400);
    JsonNode map = Json.read(Files.readString(processed.resolve("feature_map.json")));
    assertThat(map.path("labels").toString()).isEqualTo("[\"label_apply\",\"label_credit\"]");
    assertThat(map.path("features").toString())
        .contains("area_tag", "gender_tag", "call_max_cnt", "click_textlist")
        .doesNotContain("user_id");
    JsonNode vocabulary = Json.read(Files.readString(processed.resolve("feature_vocab.json")));
    assertThat(vocabulary.path("area_tag").size()).isEqualTo(13 + 2);
  }

  @Test
  void modelIsPublishedWhereItIsLookedFor() {
    Path model =
        pipeline
            .home()
            .resolve("model_zoo/MMoE/checkpoints")
            .resolve(dataset.getFileName())
            .resolve("MMoE_demo.model");

    try (RankModel loaded = RankModel.load(model)) {
      assertThat(loaded.setup().features().labels()).containsExactly("label_apply", "label_credit");
    }
  }

  @Test
  void configurationOfTheRunIsKept() {
    Path merged = pipeline.home().resolve("workflow/config/MMoE_demo_task" + task);

    assertThat(merged.resolve("model_config.yaml")).content().contains("epochs: 2");
    assertThat(merged.resolve("dataset_config.yaml")).content().contains("label_credit");
    assertThat(merged.resolveSibling("MMoE_demo_task%d.yaml".formatted(task)))
        .content()
        .contains("_workflow_task_id: " + task);
  }

  @Test
  void everyInferenceRowHasItsPredictions() throws SQLException {
    String output = dataset.resolve("inference_output/*.parquet").toString();

    assertThat(
            pipeline.query(
                "source.duckdb",
                """
                SELECT count(*) FROM inference i JOIN '%s' o USING (user_id)
                WHERE i.area_tag = o.area_tag
                  AND i.gender_tag IS NOT DISTINCT FROM o.gender_tag
                  AND i.call_max_cnt IS NOT DISTINCT FROM o.call_max_cnt
                  AND i.click_textlist IS NOT DISTINCT FROM o.click_textlist
                  AND o.prediction_0 BETWEEN 0 AND 1
                  AND o.prediction_1 BETWEEN 0 AND 1
                """
                    .formatted(output)))
        .containsExactly(List.of(Integer.toString(SmallPipeline.INFERENCE_ROWS)));
    assertThat(rows(Path.of(output))).isEqualTo(SmallPipeline.INFERENCE_ROWS);
    assertThat(
            pipeline.query(
                "check.duckdb",
                "SELECT count(DISTINCT prediction_0) > 10, count(DISTINCT prediction_1) > 10 FROM '%s'"
                    .formatted(output)))
        .containsExactly(List.of("true", "true"));
  }

  @Test
  void resultTableHoldsTheOutputRowForRow() throws SQLException {
    String output = dataset.resolve("inference_output/*.parquet").toString();

    assertThat(
            pipeline.query(
                "warehouse.duckdb",
                """
                SELECT (SELECT count(*) FROM result.predictions),
                       (SELECT count(*) FROM result.predictions t JOIN '%s' o
                        USING (user_id, prediction_0, prediction_1))
                """
                    .formatted(output)))
        .containsExactly(
            List.of(
                Integer.toString(SmallPipeline.INFERENCE_ROWS),
                Integer.toString(SmallPipeline.INFERENCE_ROWS)));
  }

  @Test
  void modelLearntWhatTheTablesTeach() throws InterruptedException {
    JsonNode train = metrics("train");

    assertThat(train.path("test_metrics").path("label_apply").path("AUC").asDouble())
        .isGreaterThan(0.9);
    assertThat(train.path("epochs_completed").asInt()).isEqualTo(2);
    assertThat(metrics("infer").path("rows_processed").asInt())
        .isEqualTo(SmallPipeline.INFERENCE_ROWS);
  }

  private JsonNode metrics(String step) throws InterruptedException {
    return StreamSupport.stream(pipeline.api().metrics(task).path("metrics").spliterator(), false)
        .filter(row -> row.path("step_name").asText().equals(step))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void reportSaysWhatHappened() throws IOException {
    Map<String, Object> report = Json.readMap(Files.readString(dataset.resolve("report.json")));

    assertThat(report)
        .containsEntry("task_id", task)
        .containsEntry("status", "completed")
        .containsEntry("experiment_id", "MMoE_demo")
        .containsKeys("steps", "metrics", "created_at", "completed_at");
  }

  @Test
  void stagingIsEmptyAfterwards() throws IOException {
    try (Stream<Path> left = Files.walk(pipeline.home().resolve("staging"))) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void everyStepIsCompletedOnce() throws InterruptedException {
    assertThat(pipeline.api().steps(task))
        .allSatisfy(
            step -> {
              assertThat(step.path("status").asText()).isEqualTo("completed");
              assertThat(step.path("retry_count").asInt()).isZero();
              assertThat(step.path("completed_at").asText()).isNotBlank();
            })
        .hasSize(5);
  }

  @Test
  void eventsTellTheWholeStoryInOrderAndOnlyOnce() {
    var stages = new LinkedHashSet<String>();
    var numbers = new ArrayList<Long>();
    for (JsonNode event : events) {
      if (event.path("type").asText().equals("complete")) {
        stages.add(event.path("step").asText());
      }
      if (event.has("seq")) {
        numbers.add(event.path("seq").asLong());
      }
    }

    assertThat(stages).containsExactly("data_fetch", "train", "infer", "transport", "monitor");
    assertThat(numbers).isSorted().doesNotHaveDuplicates().isNotEmpty();
  }

  @Test
  void lateReaderGetsEveryEventOfTheTask() throws InterruptedException {
    List<JsonNode> history = pipeline.api().events(task, 0);

    assertThat(history.stream().map(event -> event.path("seq").asLong()))
        .containsAll(
            events.stream()
                .filter(event -> event.has("seq"))
                .map(event -> event.path("seq").asLong())
                .toList());
    assertThat(history)
        .anySatisfy(event -> assertThat(event.toString()).contains("label_credit_AUC"));
  }
}

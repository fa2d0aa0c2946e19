package io.fuxictr.deploy.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.deploy.client.ApiException;
import io.fuxictr.task.TaskStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What users get wrong: one clear message, and nothing left under a final name. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailedTasksIT {
  private SmallPipeline pipeline;

  @BeforeAll
  void start(@TempDir Path home) throws SQLException, InterruptedException {
    pipeline = SmallPipeline.start(home);
  }

  @AfterAll
  void stop() {
    pipeline.close();
  }

  private String failure(ObjectNode submission) throws InterruptedException {
    long task = pipeline.run(submission, new ArrayList<>(), TaskStatus.FAILED);
    return pipeline.api().task(task).path("error_message").asText();
  }

  private static ObjectNode training(String sql) {
    return SmallPipeline.submission().put("sample_sql", sql);
  }

  @Test
  void unknownExperimentIsRefusedWithThoseThereAre() {
    assertThatThrownBy(
            () ->
                pipeline
                    .api()
                    .submit(SmallPipeline.submission().put("experiment_id", "MMoE_demmo")))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("MMoE_demmo")
        .hasMessageContaining("MMoE_default");
  }

  @Test
  void queryWithAnErrorIsToldInTheWordsOfTheDatabase() throws InterruptedException {
    assertThat(failure(training("SELECT area_tagg FROM sample")))
        .contains("sample_sql")
        .contains("area_tagg");
  }

  @Test
  void missingLabelIsToldWithTheColumnsThereAre() throws InterruptedException {
    assertThat(failure(training("SELECT * EXCLUDE (label_credit) FROM sample")))
        .contains("label_credit")
        .contains("area_tag");
  }

  @Test
  void columnsThatNobodyRecognisesAreListed() throws InterruptedException {
    String sql = "SELECT user_id, area_tag AS area, label_apply, label_credit FROM sample";

    assertThat(failure(training(sql)))
        .contains("No feature columns recognised")
        .contains("user_id")
        .contains("area");
  }

  @Test
  void trainingDataWithoutRowsIsRefused() throws InterruptedException {
    assertThat(failure(training("SELECT * FROM sample WHERE user_id < 0"))).contains("no rows");
  }

  @Test
  void fileThatIsNotParquetIsToldByName() throws InterruptedException, IOException {
    Path text = Files.writeString(pipeline.home().resolve("rows.parquet"), "not parquet");

    assertThat(failure(training("SELECT * FROM '%s'".formatted(text)))).contains("rows.parquet");
  }

  @Test
  void failedTaskLeavesNoDatasetBehind() throws InterruptedException, IOException {
    ObjectNode submission = training("SELECT * EXCLUDE (label_apply) FROM sample");
    long task = pipeline.run(submission, new ArrayList<>(), TaskStatus.FAILED);
    String dataset = pipeline.api().task(task).path("dataset_id").asText();

    try (Stream<Path> files = Files.walk(pipeline.home().resolve("datasets").resolve(dataset))) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .contains("processed")
          .doesNotContain("dataset.json", "feature_map.json", "train.parquet");
    }
  }

  @Test
  void taskThatCouldNotBeLoadedStartsOverFromTheStageThatIsNamed()
      throws InterruptedException, SQLException {
    pipeline.execute("warehouse.duckdb", "CREATE TABLE taken (prediction_0 DATE, user_id BIGINT)");
    ObjectNode submission = SmallPipeline.submission().put("hive_table", "taken");
    long task = pipeline.run(submission, new ArrayList<>(), TaskStatus.FAILED);
    assertThat(pipeline.api().task(task).path("error_message").asText()).contains("prediction_0");
    pipeline.execute("warehouse.duckdb", "DROP TABLE taken");

    var events = new ArrayList<JsonNode>();
    pipeline.api().retry(task, "train");
    pipeline.follow(task, events, TaskStatus.COMPLETED);

    assertThat(events.stream().filter(event -> event.toString().contains("Epoch 1/2 starts")))
        .as("first epochs of both attempts")
        .hasSize(2);
    assertThat(pipeline.query("warehouse.duckdb", "SELECT count(*) FROM taken"))
        .containsExactly(List.of(Integer.toString(SmallPipeline.INFERENCE_ROWS)));
  }

  @Test
  void failedTaskCanBeTriedAgainAndFailsTheSameWay() throws InterruptedException {
    long task =
        pipeline.run(training("SELECT nope FROM sample"), new ArrayList<>(), TaskStatus.FAILED);

    assertThatThrownBy(() -> pipeline.api().retry(task, "nonsense"))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("one of data_fetch, train");
    assertThat(pipeline.api().steps(task).get(0).path("retry_count").asInt()).isEqualTo(1);
  }
}

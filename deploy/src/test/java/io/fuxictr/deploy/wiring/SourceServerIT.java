package io.fuxictr.deploy.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.deploy.source.SourceServer;
import io.fuxictr.remote.Command;
import io.fuxictr.remote.RemoteWatch;
import io.fuxictr.task.TaskStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tasks between a real Spark and a real Hive metastore, where there is a server with both. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SourceServerIT {
  /** An id is no feature by its name, and whether it was clicked is known best by the query. */
  private static final String FEATURES =
      """
      SELECT *, product_id AS product_tag, -- ids end in _id
        CAST(array_contains(split(click_180_days_product_textlist, '\\\\^'), product_id) AS INT)
          AS clicked_tag
      """;

  private static final double LEAST_AUC = 0.79;
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private SourceServer server;

  @BeforeAll
  void makeTables() throws IOException, InterruptedException {
    server = SourceServer.orSkip(List.of("predictions", "predictions_by_dt"));
  }

  @AfterAll
  void dropTables() {
    if (server != null) {
      server.close();
    }
  }

  private SmallPipeline start(Path home, String mode)
      throws IOException, SQLException, InterruptedException {
    Files.writeString(
        home.resolve("config.yaml"),
        server.configuration()
            + """
            export:
              mode: %s
            transport:
              load_mode: %s
            """
                .formatted(mode, mode));
    writeExperiment(home.resolve("user_configs/ann/MMoE/config"));
    return SmallPipeline.start(home);
  }

  /** The demonstration's model, trained more carefully. */
  private static void writeExperiment(Path folder) throws IOException {
    Path shipped = Path.of("src", "main", "dist", "model_zoo", "multitask", "MMoE", "config");
    Files.createDirectories(folder);
    Files.copy(shipped.resolve("dataset_config.yaml"), folder.resolve("dataset_config.yaml"));
    Files.writeString(
        folder.resolve("model_config.yaml"),
        Files.readString(shipped.resolve("model_config.yaml"))
            + """

            MMoE_source:
              extends: MMoE_demo
              net_dropout: 0.2
              learning_rate: 1.0e-3
              early_stop_patience: 2
            """);
  }

  private ObjectNode submission(String table) {
    ObjectNode submission =
        SmallPipeline.submission()
            .put("sample_sql", FEATURES + "FROM ctr_demo.samples;")
            .put("infer_sql", FEATURES + "FROM ctr_demo.inference")
            .put("hdfs_path", server.scratch())
            .put("hive_table", server.of(table))
            .put("experiment_id", "MMoE_source")
            .put("epochs", 6)
            .put("batch_size", 512);
    submission
        .putObject("result_columns")
        .put("prediction_0", "p_apply")
        .put("prediction_1", "p_credit");
    return submission;
  }

  @ParameterizedTest
  @CsvSource({"hdfs, predictions, ''", "local, predictions_by_dt, 2026-01-11"})
  void taskGoesFromSparksQueriesToRowsInHive(
      String mode, String table, String partition, @TempDir Path home) throws Exception {
    try (SmallPipeline pipeline = start(home, mode)) {
      ObjectNode submission = submission(table);
      if (!partition.isEmpty()) {
        submission.putObject("hive_partition").put("dt", partition);
      }

      List<JsonNode> events = new ArrayList<>();
      long task = pipeline.run(submission, events, TaskStatus.COMPLETED);

      String dataset = pipeline.api().task(task).path("dataset_id").asText();
      Map<String, String> scored = scored(pipeline, dataset);
      assertThat(loaded(table)).hasSize(50_000).isEqualTo(scored);
      assertThat(auc(table, "apply")).as("AUC of apply").isGreaterThanOrEqualTo(LEAST_AUC);
      assertThat(auc(table, "credit")).as("AUC of credit").isGreaterThanOrEqualTo(LEAST_AUC);
      assertThat(server.leftovers())
          .as("after %s", events.subList(events.size() - 8, events.size()))
          .isEmpty();
      assertThat(hdfsFolders()).doesNotContain(dataset);
    }
  }

  private static Map<String, String> scored(SmallPipeline pipeline, String dataset)
      throws SQLException {
    Path parts =
        pipeline.home().resolve("datasets").resolve(dataset).resolve("inference_output/*.parquet");
    var scored = new HashMap<String, String>();
    pipeline
        .query(
            "check.duckdb",
            """
            SELECT user_id || ' ' || product_id || ' ' || dt, CAST(prediction_0 AS DOUBLE),
                   CAST(prediction_1 AS DOUBLE) FROM '%s'
            """
                .formatted(parts))
        .forEach(row -> scored.put(row.get(0), numbers(row.get(1), row.get(2))));
    return scored;
  }

  private Map<String, String> loaded(String table) throws InterruptedException {
    var loaded = new HashMap<String, String>();
    server
        .testbed()
        .spark(
            "SELECT concat_ws(' ', user_id, product_id, dt), p_apply, p_credit FROM %s;"
                .formatted(server.of(table)))
        .lines()
        .map(line -> line.split("\t", -1))
        .forEach(row -> loaded.put(row[0], numbers(row[1], row[2])));
    return loaded;
  }

  private static String numbers(String apply, String credit) {
    return Double.parseDouble(apply) + " " + Double.parseDouble(credit);
  }

  /** Returns the share of pairs of a positive and a negative row that are in the right order. */
  private double auc(String table, String label) throws InterruptedException {
    return Double.parseDouble(
        server
            .testbed()
            .spark(
                """
                SELECT (SUM(IF(y = 1, place, 0)) - SUM(y) * (SUM(y) + 1) / 2)
                       / (SUM(y) * (COUNT(*) - SUM(y)))
                FROM (SELECT t.label_%1$s AS y, row_number() OVER (ORDER BY p.p_%1$s) AS place
                      FROM %2$s p JOIN ctr_demo_truth.inference t
                        ON p.user_id = t.user_id AND p.product_id = t.product_id AND p.dt = t.dt);
                """
                    .formatted(label, server.of(table))));
  }

  private String hdfsFolders() throws InterruptedException {
    return server
        .testbed()
        .host()
        .run(Command.of("hdfs", "dfs", "-ls", server.scratch()), RemoteWatch.NONE)
        .text();
  }

  @Test
  void cancelledTaskLeavesNothingRunningAtTheServer(@TempDir Path home) throws Exception {
    try (SmallPipeline pipeline = start(home, "local")) {
      ObjectNode submission =
          submission("predictions")
              .put(
                  "sample_sql",
                  """
                  SELECT a.user_id, COUNT(*) AS n FROM ctr_demo.samples a
                  CROSS JOIN ctr_demo.samples b
                  WHERE a.call_30_days_max_cnt + b.call_30_days_max_cnt > 3 GROUP BY a.user_id
                  """);
      long task = pipeline.api().submit(submission).path("task_id").asLong();
      await().atMost(PATIENCE).until(() -> !server.testbed().processes(server.staging()).isEmpty());

      pipeline.api().cancel(task);

      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> server.testbed().processes(server.staging()).isEmpty());
      List<JsonNode> events = new ArrayList<>();
      pipeline.follow(task, events, TaskStatus.CANCELLED);
      pipeline.api().delete(task, true);
      assertThat(server.leftovers()).isEmpty();
    }
  }

  @Test
  void taskWithoutRowsToLearnFromFailsAndLoadsNothing(@TempDir Path home) throws Exception {
    try (SmallPipeline pipeline = start(home, "auto")) {
      ObjectNode submission =
          submission("predictions")
              .put("sample_sql", "SELECT * FROM ctr_demo.samples WHERE user_id = 'nobody'")
              .put("infer_sql", "SELECT * FROM ctr_demo.inference WHERE user_id = 'nobody'");

      long task = pipeline.run(submission, new ArrayList<>(), TaskStatus.FAILED);

      assertThat(pipeline.api().task(task).path("error_message").asText())
          .contains("Exporting train rows with sample_sql: it gave no rows")
          .contains("check its conditions");
      pipeline.api().delete(task, true);
      assertThat(server.leftovers()).as("after the purge").isEmpty();
    }
  }
}

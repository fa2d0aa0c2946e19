package io.fuxictr.deploy.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuxictr.ctr.model.ModelKind;
import io.fuxictr.ctr.zoo.ModelRegistry;
import io.fuxictr.experiment.Experiment;
import io.fuxictr.experiment.ExperimentFiles;
import io.fuxictr.task.TaskStatus;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each model with its smallest shipped experiment, from SQL to the result table, on one
 * installation.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryModelIT {
  private static final String USER = "ann";
  private static final int ROWS = 400;
  private static final int INFERENCE_ROWS = 60;

  private final ExperimentFiles experiments =
      new ExperimentFiles(
          Path.of("no", "users"), List.of(Distribution.locate().modelZoo().toAbsolutePath()));
  private SmallPipeline pipeline;

  @BeforeAll
  void start(@TempDir Path home) throws SQLException, InterruptedException {
    pipeline = SmallPipeline.start(home);
    pipeline.execute(
        "source.duckdb",
        """
        CREATE TABLE marketing AS
        SELECT user_id,
               'p' || (user_id %% 9) AS product_id,
               area_tag,
               'age' || (user_id * 5 %% 8) AS age_tag,
               CASE user_id %% 7 WHEN 0 THEN NULL WHEN 1 THEN 'male' WHEN 2 THEN 'unknown' ELSE 'female' END AS gender_tag,
               'maker' || (user_id * 3 %% 7) AS manufacture_tag,
               CAST(call_max_cnt AS INTEGER) AS call_30_days_max_cnt,
               user_id * 29 %% 31 AS call_90_days_max_cnt,
               user_id * 17 %% 6 AS sms_total_click_cnt,
               click_textlist AS click_180_days_product_textlist,
               ['app' || (user_id %% 19), 'app' || (user_id * 3 %% 23)] AS appInstalls,
               CASE WHEN user_id %% 4 > 0 THEN ['biz' || (user_id %% 8)] ELSE [] END
                 AS outerBizSorted,
               label_apply,
               label_credit
        FROM everybody WHERE user_id < %d
        """
            .formatted(ROWS + INFERENCE_ROWS));
  }

  @AfterAll
  void stop() {
    pipeline.close();
  }

  static List<String> models() {
    return ModelRegistry.names();
  }

  @ParameterizedTest
  @MethodSource("models")
  void scoresEveryRowOnceForEachLabel(String model) throws SQLException, InterruptedException {
    Experiment experiment = experiments.resolve(USER, model, smallest(model));

    long task =
        pipeline.run(
            SmallPipeline.submission()
                .put("name", model)
                .put("model", model)
                .put("experiment_id", experiment.id())
                .put("sample_sql", "SELECT * FROM marketing WHERE user_id < " + ROWS)
                .put(
                    "infer_sql",
                    "SELECT * EXCLUDE (label_apply, label_credit) FROM marketing WHERE user_id >= "
                        + ROWS)
                .put("hive_table", "result." + model)
                .put("epochs", 1)
                .put("batch_size", 64),
            new ArrayList<>(),
            TaskStatus.COMPLETED);

    assertThat(predictions(task)).isEqualTo(labels(experiment));
    assertThat(
            pipeline.query(
                "warehouse.duckdb",
                "SELECT count(*), count(DISTINCT user_id), bool_and(%s) FROM result.%s"
                    .formatted(probabilities(labels(experiment)), model)))
        .containsExactly(
            List.of(Integer.toString(INFERENCE_ROWS), Integer.toString(INFERENCE_ROWS), "true"));
  }

  /** Returns the last of those that are small, or the only one. */
  private String smallest(String model) {
    return experiments.experimentIds(USER, model).stream()
        .filter(id -> id.endsWith("_test") || id.endsWith("_demo"))
        .reduce((_, last) -> last)
        .orElse(model + "_default");
  }

  private static int labels(Experiment experiment) {
    return ModelRegistry.card(experiment.modelClass()).kind() == ModelKind.SINGLE_OBJECTIVE
        ? 1
        : experiment.labels().size();
  }

  private int predictions(long task) throws SQLException, InterruptedException {
    String dataset = pipeline.api().task(task).path("dataset_id").asText();
    String output =
        pipeline.home().resolve("datasets").resolve(dataset) + "/inference_output/*.parquet";
    return (int)
        pipeline.query("check.duckdb", "DESCRIBE SELECT * FROM '%s'".formatted(output)).stream()
            .filter(column -> column.getFirst().startsWith("prediction_"))
            .count();
  }

  private static String probabilities(int labels) {
    return IntStream.range(0, labels)
        .mapToObj("coalesce(prediction_%d BETWEEN 0 AND 1, false)"::formatted)
        .collect(Collectors.joining(" AND "));
  }
}

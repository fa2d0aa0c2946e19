package io.fuxictr.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.layout.StorageLayout;
import io.fuxictr.message.Json;
import io.fuxictr.task.Checkpoint;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.task.Stage;
import io.fuxictr.worker.StageException;
import io.fuxictr.worker.StageResult;
import io.fuxictr.worker.testing.RecordingContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitorStageTest {
  private static final String DATASET = "MMoE_test.20240123_143052";
  private static final Instant NOW = Instant.parse("2024-01-23T15:00:00Z");

  @TempDir private Path work;
  private StorageLayout layout;
  private Map<Stage, Checkpoint> results;
  private final List<String> cleared = new ArrayList<>();

  @BeforeEach
  void fill() throws Exception {
    layout = new StorageLayout(work, work, work);
    Files.createDirectories(layout.dataset(DATASET));
    results = new EnumMap<>(Stage.class);
    results.put(
        Stage.DATA_FETCH,
        timed(12.34).with("dataset_id", DATASET).with("train_rows", 800).with("infer_rows", 50));
    results.put(
        Stage.TRAIN,
        timed(100.06)
            .with("epoch", 3)
            .with("best_metric", -0.45)
            .with("best_auc", 0.81)
            .with(
                "test_metrics",
                Map.of("label_apply", new Checkpoint(Map.of("AUC", 0.81234)).values())));
    results.put(Stage.INFER, timed(2.0).with("total_rows", 50));
    results.put(
        Stage.TRANSPORT, timed(0.04).with("loaded_rows", 50).with("hive_table", "db.result"));
  }

  private static Checkpoint timed(double seconds) {
    return new Checkpoint(Map.of("started_at", NOW.toString(), "completed_at", NOW.toString()))
        .with("duration_seconds", seconds);
  }

  @Test
  void writesAllThatIsKnownIntoTheReport() throws Exception {
    StageResult result = stage(List.of()).run(context());

    Map<String, Object> report = Json.readMap(Files.readString(layout.report(DATASET)));
    assertThat(report)
        .containsEntry("task_id", 7L)
        .containsEntry("task_name", "my run")
        .containsEntry("experiment_id", "MMoE_test")
        .containsEntry("model", "MMoE")
        .containsEntry("status", "completed")
        .containsEntry("created_at", "1970-01-01T00:00:00Z")
        .containsEntry("completed_at", NOW.toString());
    assertThat(new Checkpoint(report).map("metrics").get("train"))
        .isEqualTo(
            Map.of(
                "duration_seconds",
                100.06,
                "epochs_completed",
                3L,
                "best_metric",
                -0.45,
                "best_auc",
                0.81,
                "test_metrics",
                Map.of("label_apply", Map.of("AUC", 0.81234))));
    assertThat((List<?>) report.get("steps"))
        .extracting(step -> ((Map<?, ?>) step).get("name") + " " + ((Map<?, ?>) step).get("status"))
        .containsExactly(
            "data_fetch completed",
            "train completed",
            "infer completed",
            "transport completed",
            "monitor completed");
    assertThat(result.checkpoint().text("report_path")).hasValue(layout.report(DATASET).toString());
    assertThat(Json.readMap(Json.write(result.metrics()))).containsEntry("workflow_report", report);
  }

  @Test
  void tellsOneLinePerStage() throws Exception {
    RecordingContext context = context();

    stage(List.of()).run(context);

    assertThat(context.lines())
        .containsSubsequence(
            "INFO Collected metrics for 4 stages",
            "INFO data_fetch: 12.3s, 800 rows to learn from, 50 rows to score",
            "INFO train: 100.1s, 3 epochs, test label_apply AUC 0.8123",
            "INFO infer: 2.0s, 50 rows scored",
            "INFO transport: 0.0s, 50 rows loaded, table db.result");
  }

  @Test
  void saysWhichStageHadNothingToDo() throws Exception {
    results.put(Stage.TRANSPORT, timed(0.1).with("skipped", true));
    RecordingContext context = context();

    stage(List.of()).run(context);

    assertThat(context.lines()).contains("INFO transport: skipped");
    assertThat(Files.readString(layout.report(DATASET))).contains("\"skipped\"");
  }

  @Test
  void clearsStagingAndGoesOnWhenThatFails() throws Exception {
    RecordingContext context = context();

    stage(List.of(failing(), clearing())).run(context);

    assertThat(cleared).containsExactly(DATASET);
    assertThat(layout.report(DATASET)).exists();
    assertThat(context.lines())
        .contains(
            "WARNING Deleting this run's files in broken staging failed, they stay there: no"
                + " permission",
            "INFO Deleted this run's files in staging");
  }

  @Test
  void canBeCutAnywhereAndRunAgain() throws Exception {
    int checks = 0;
    while (isCutAfter(checks)) {
      assertThat(layout.report(DATASET)).doesNotExist();
      checks++;
    }

    assertThat(checks).isPositive();
    assertThat(layout.report(DATASET)).exists();
  }

  @Test
  void publishesAndDeletesNothingOnceAnotherWorkerTookOver() throws Exception {
    int publishes = 0;
    while (isOvertakenAfter(publishes)) {
      assertThat(cleared).hasSize(Math.min(publishes, 1));
      assertThat(Files.exists(layout.report(DATASET))).isEqualTo(publishes > 1);
      cleared.clear();
      publishes++;
    }

    assertThat(publishes).as("staging, report, checkpoint").isEqualTo(3);
  }

  private boolean isOvertakenAfter(int publishes) throws InterruptedException {
    try {
      stage(List.of(clearing())).run(context().overtakenAfter(publishes, () -> {}));
      return false;
    } catch (StageException e) {
      assertThat(e.failure().code()).isEqualTo(ErrorCode.LOST);
      return true;
    }
  }

  private boolean isCutAfter(int checks) {
    try {
      stage(List.of(clearing())).run(context().stoppingAfter(checks));
      return false;
    } catch (InterruptedException _) {
      return true;
    }
  }

  @Test
  void saysWhereTheReportCannotBeWritten() throws Exception {
    Files.delete(layout.dataset(DATASET));

    assertThatThrownBy(() -> stage(List.of()).run(context()))
        .isInstanceOfSatisfying(
            StageException.class, e -> assertThat(e.failure().code()).isEqualTo(ErrorCode.STORAGE))
        .hasMessageContaining(layout.report(DATASET).toString());
  }

  @Test
  void namesTheStageWhoseResultIsMissing() {
    results.remove(Stage.DATA_FETCH);

    assertThatThrownBy(() -> stage(List.of()).run(context()))
        .isInstanceOf(StageException.class)
        .hasMessageContaining("retry from data_fetch");
  }

  private RecordingContext context() {
    return new RecordingContext(Stage.MONITOR).after(results);
  }

  private MonitorStage stage(List<Staging> staging) {
    return new MonitorStage(layout, staging, InstantSource.fixed(NOW));
  }

  private Staging clearing() {
    return Staging.of("staging", cleared::add);
  }

  private static Staging failing() {
    return Staging.of(
        "broken staging",
        _ -> {
          throw new StageException(ErrorCode.STORAGE, "no permission");
        });
  }
}

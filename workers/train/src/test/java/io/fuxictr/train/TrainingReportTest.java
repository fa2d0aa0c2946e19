package io.fuxictr.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.metric.Evaluation;
import io.fuxictr.ctr.metric.MetricPlan;
import io.fuxictr.ctr.metric.ScoreCollector;
import io.fuxictr.ctr.train.TrainingListener.Validation;
import io.fuxictr.task.Checkpoint;
import io.fuxictr.task.Stage;
import io.fuxictr.worker.testing.RecordingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainingReportTest {
  private final RecordingContext context = new RecordingContext(Stage.TRAIN);
  private final TrainingReport report =
      new TrainingReport(context, "dataset_7", InstantSource.fixed(Instant.EPOCH));

  @Test
  void figuresOfTheTestRowsStandUnderTheNamesOfTheExperiment() {
    Checkpoint result = report.result(Optional.of(evaluate("AUC", "accuracy")));

    assertThat(result.map("test_metrics"))
        .containsEntry("apply", Map.of("AUC", 1.0, "accuracy", 1.0))
        .containsEntry("credit", Map.of("accuracy", 0.5));
    assertThat(context.lines())
        .anySatisfy(line -> assertThat(line).contains("apply_AUC: 1.000000"))
        .contains(
            "WARNING AUC of credit is not defined on the test rows: all 2 known labels are 1");
  }

  @Test
  void aCalibrationTableIsToldAndKept() {
    Checkpoint result = report.result(Optional.of(evaluate("calibration(1)")));

    assertThat(result.map("calibration"))
        .containsEntry(
            "apply_calibration(1)",
            List.of(Map.of("rows", 2L, "mean_prediction", 0.5, "mean_label", 0.5)));
    assertThat(report.metrics(result)).containsKey("calibration");
    assertThat(context.lines())
        .contains("INFO Test, apply_calibration(1): 2 rows predicted 0.5000 are 0.5000");
  }

  @Test
  void withoutAucThereIsNoBestAuc() {
    Evaluation evaluation = evaluate("accuracy");

    report.evaluated(new Validation(1, 10, evaluation, 0.7, 0.75, true, 0, 1e-3));

    assertThat(report.result(Optional.empty()).values())
        .containsEntry("best_metric", 0.75)
        .containsEntry(
            "valid_metrics",
            Map.of("apply_accuracy", 1.0, "credit_accuracy", 0.5, "accuracy", 0.75))
        .doesNotContainKey("best_auc");
  }

  private static Evaluation evaluate(String... metrics) {
    HyperParameters parameters = HyperParameters.of(Map.of("metrics", List.of(metrics)));
    ScoreCollector scores =
        new ScoreCollector(MetricPlan.of(parameters, List.of("apply", "credit")));
    scores.add(new float[] {0.75f, 0.25f, 0.75f, 0.25f}, new float[] {1, 0, 1, 1});
    return scores.evaluate();
  }
}

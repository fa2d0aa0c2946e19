package io.fuxictr.ctr.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.config.ModelConfigException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class MetricPlanTest {
  private static final List<String> LABELS = List.of("apply", "credit");

  @Test
  void measuresAucAndLogLossUnlessToldOtherwise() {
    assertThat(plan(Map.of()).metrics()).containsExactly(Metric.AUC, Metric.LOGLOSS);
  }

  @Test
  void regressionIsMeasuredByItsErrors() {
    MetricPlan plan = plan(Map.of("task", "regression"));

    assertThat(plan.metrics()).extracting(Metric::key).containsExactly("RMSE", "MAE");
  }

  @Test
  void keepsTheOrderOfTheNamesAndCountsEachOnce() {
    MetricPlan plan = plan(Map.of("metrics", List.of("logloss", "KS", "AUC", "logloss")));

    assertThat(plan.metrics()).extracting(Metric::key).containsExactly("logloss", "KS", "AUC");
  }

  @Test
  void oneNameNeedsNoList() {
    assertThat(plan(Map.of("metrics", "AUC")).metrics()).containsExactly(Metric.AUC);
  }

  @Test
  void anEmptyListIsRefused() {
    assertRefused(Map.of("metrics", List.of()), "Hyper-parameter metrics is []; allowed: a list");
  }

  @Test
  void groupMetricsNeedAGroup() {
    Map<String, Object> grouped = Map.of("metrics", List.of("AUC", "gAUC"));

    assertRefused(grouped, "metrics asks for gAUC", "group_id is not set");
    assertThat(plan(Map.of("metrics", "gAUC", "group_id", "user")).groupId()).contains("user");
  }

  @Test
  void onlyPlansWithGroupMetricsAreGrouped() {
    assertThat(plan(Map.of("group_id", "user")).isGrouped()).isFalse();
    assertThat(plan(Map.of("group_id", "user", "metrics", "MRR")).isGrouped()).isTrue();
  }

  @Test
  void metricsOfClassesAreRefusedIfThereIsNoneToMeasure() {
    assertRefused(Map.of("task", "regression", "metrics", "AUC"), "AUC", "regression", "RMSE");
  }

  @Test
  void amongMixedTasksEachMetricFindsItsLabels() {
    MetricPlan plan =
        plan(
            Map.of(
                "task",
                List.of("binary_classification", "regression"),
                "metrics",
                List.of("AUC", "MAE")));
    ScoreCollector scores = new ScoreCollector(plan);

    scores.add(new float[] {0.25f, 0.75f, 3f, 5f}, new float[] {0, 1, 2, 4.5f});

    assertThat(scores.evaluate().values())
        .isEqualTo(
            Map.of(
                "apply_AUC", 1.0, "apply_MAE", 0.25, "credit_MAE", 0.75, "AUC", 1.0, "MAE", 0.5));
  }

  @Nested
  class Thresholds {

    @Test
    void areOneHalfUnlessLabelColSaysOtherwise() {
      MetricPlan plan =
          plan(
              Map.of(
                  "label_col",
                  List.of(
                      Map.of("name", "apply", "dtype", "float"),
                      Map.of("name", "credit", "dtype", "float", "threshold", 0.3))));

      assertThat(plan.objectives()).extracting(Objective::threshold).containsExactly(0.5, 0.3);
      assertThat(plan(Map.of()).objectives())
          .extracting(Objective::threshold)
          .containsExactly(0.5, 0.5);
    }

    @Test
    void ofLabelsThatTheModelDoesNotPredictMayBeThere() {
      MetricPlan plan =
          plan(Map.of("label_col", List.of("buy", Map.of("name", "apply", "threshold", 0.2))));

      assertThat(plan.objectives()).extracting(Objective::threshold).containsExactly(0.2, 0.5);
    }

    @Test
    void haveToBeProbabilities() {
      for (Object wrong : List.of(1.5, -0.1, Double.NaN, "high")) {
        assertRefused(
            Map.of("label_col", List.of(Map.of("name", "apply", "threshold", wrong))),
            "label_col",
            wrong.toString());
      }
    }
  }

  @Test
  void anUnknownTaskIsRefused() {
    assertRefused(Map.of("task", "ranking"), "Hyper-parameter task is 'ranking'", "regression");
  }

  private static MetricPlan plan(Map<String, Object> parameters) {
    return MetricPlan.of(HyperParameters.of(parameters), LABELS);
  }

  private static void assertRefused(Map<String, Object> parameters, String... words) {
    assertThatThrownBy(() -> plan(parameters))
        .isInstanceOf(ModelConfigException.class)
        .message()
        .contains(words);
  }
}

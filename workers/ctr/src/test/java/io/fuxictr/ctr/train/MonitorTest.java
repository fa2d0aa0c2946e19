package io.fuxictr.ctr.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.metric.Evaluation;
import io.fuxictr.ctr.metric.Metric;
import io.fuxictr.ctr.metric.MetricPlan;
import io.fuxictr.ctr.metric.ScoreCollector;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MonitorTest {
  private static final double EXACT = 1e-12;

  @Test
  void isAucUnlessToldOtherwise() {
    assertThat(monitor(Map.of()).weights()).isEqualTo(Map.of("AUC", 1.0));
  }

  @Test
  void onlyItsOwnMetricsAreMeasuredDuringTraining() {
    Monitor monitor =
        monitor(Map.of("monitor", "apply_KS", "metrics", List.of("AUC", "logloss", "f1")));

    assertThat(monitor.plan().metrics()).extracting(Metric::key).containsExactly("KS");
    assertThat(monitor(Map.of("monitor", Map.of("AUC", 1, "apply_AUC", 1))).plan().metrics())
        .containsExactly(Metric.AUC);
  }

  @Test
  void addsUpMetricsByTheirWeights() {
    Monitor monitor = monitor(Map.of("monitor", Map.of("AUC", 1, "logloss", -1, "credit_AUC", 2)));

    Evaluation evaluation =
        evaluate(monitor, new float[] {0.75f, 0.25f, 0.75f, 0.25f}, new float[] {1, 0, 0, 1});

    double logLoss = -(Math.log(0.75) + Math.log(0.25)) / 2;
    assertThat(monitor.of(evaluation)).isCloseTo(0.5 - logLoss, within(EXACT));
  }

  @Test
  void isNotANumberIfOneOfItsMetricsIsNotDefined() {
    Monitor monitor = monitor(Map.of("monitor", Map.of("AUC", 1, "credit_AUC", 1)));

    Evaluation evaluation =
        evaluate(monitor, new float[] {0.75f, 0.25f, 0.75f, 0.25f}, new float[] {1, 0, 1, 1});

    assertThat(evaluation.mean(Metric.AUC)).isEqualTo(1);
    assertThat(monitor.of(evaluation)).isNaN();
  }

  @Test
  void namesOfLabelsMayHoldOtherNames() {
    Map<String, Object> parameters = Map.of("monitor", "apply_late_AUC");
    List<String> labels = List.of("apply", "apply_late");
    HyperParameters hyperParameters = HyperParameters.of(parameters);

    Monitor monitor = Monitor.of(hyperParameters, MetricPlan.of(hyperParameters, labels));

    assertThat(monitor.plan().metrics()).containsExactly(Metric.AUC);
  }

  @Test
  void regressionHasNoUsualOne() {
    assertThatThrownBy(() -> monitor(Map.of("task", "regression")))
        .isInstanceOf(ModelConfigException.class)
        .hasMessageContaining("monitor is missing")
        .hasMessageContaining("RMSE");
    assertThat(monitor(Map.of("task", "regression", "monitor", "credit_RMSE")).weights())
        .containsKey("credit_RMSE");
  }

  @Test
  void refusesWhatIsNoNumber() {
    Map<Object, String> wrong = new HashMap<>();
    wrong.put("AUROC", "allowed: a number out of AUC, logloss");
    wrong.put("buy_AUC", "labels: apply, credit");
    wrong.put("calibration", "allowed: a number out of");
    wrong.put("gAUC", "group_id is not set");
    wrong.put(Map.of(), "allowed: a metric");
    wrong.put(Map.of("AUC", "heavy"), "numbers as weights");
    wrong.forEach(
        (value, message) ->
            assertThatThrownBy(() -> monitor(Map.of("monitor", value)))
                .isInstanceOf(ModelConfigException.class)
                .hasMessageContaining("Hyper-parameter monitor")
                .hasMessageContaining(message));
  }

  private static Monitor monitor(Map<String, Object> values) {
    HyperParameters parameters = HyperParameters.of(values);
    return Monitor.of(parameters, MetricPlan.of(parameters, List.of("apply", "credit")));
  }

  private static Evaluation evaluate(Monitor monitor, float[] predictions, float[] labels) {
    ScoreCollector scores = new ScoreCollector(monitor.plan());
    scores.add(predictions, labels);
    return scores.evaluate();
  }
}

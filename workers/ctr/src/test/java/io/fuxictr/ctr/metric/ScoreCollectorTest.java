package io.fuxictr.ctr.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fuxictr.ctr.config.HyperParameters;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScoreCollectorTest {
  private static final double EXACT = 1e-12;

  private final ScoreCollector scores = collector(Map.of());

  @Test
  void leavesUnknownLabelsOutPerObjective() {
    scores.add(new float[] {0.9f, 0.1f, 0.5f, 0.2f, 0.8f, 0.6f}, new float[] {1, 0, -1, 0, 1, 0});

    Evaluation evaluation = scores.evaluate();

    assertThat(evaluation.rows()).isEqualTo(3);
    double logLoss = -(Math.log((double) 0.9f) + Math.log(1 - (double) 0.1f)) / 2;
    assertThat(evaluation.of("apply", Metric.LOGLOSS)).isCloseTo(logLoss, within(EXACT));
    assertThat(evaluation.of("apply", Metric.AUC)).isEqualTo(1);
    assertThat(evaluation.of("credit", Metric.AUC)).isEqualTo(1);
  }

  @Test
  void namesEachLabelsMetricsFirstThenTheMeans() {
    scores.add(new float[] {0.75f, 0.25f, 0.25f, 0.75f}, new float[] {1, 0, 1, 0});

    Evaluation evaluation = scores.evaluate();

    assertThat(evaluation.values().keySet())
        .containsExactly(
            "apply_AUC", "apply_logloss", "credit_AUC", "credit_logloss", "AUC", "logloss");
    assertThat(evaluation.mean(Metric.AUC)).isEqualTo(0.5);
  }

  @Test
  void anObjectiveWithOneClassStaysOutOfTheMean() {
    scores.add(new float[] {0.9f, 0.1f, 0.2f, 0.8f}, new float[] {0, 1, 1, 1});

    Evaluation evaluation = scores.evaluate();

    assertThat(evaluation.of("credit", Metric.AUC)).isNaN();
    assertThat(evaluation.of("credit", Metric.LOGLOSS)).isNaN();
    assertThat(evaluation.mean(Metric.AUC)).isEqualTo(evaluation.of("apply", Metric.AUC)).isZero();
    assertThat(evaluation.objectives().getLast().undefined())
        .containsEntry("AUC", "all 2 known labels are 1");
  }

  @Test
  void withoutAnyLabelNothingIsDefined() {
    scores.add(new float[] {0.9f, 0.1f}, new float[] {-1, Float.NaN});

    Evaluation evaluation = scores.evaluate();

    assertThat(evaluation.values().values()).hasSize(6).allMatch(value -> value.isNaN());
    assertThat(evaluation.objectives().getFirst().undefined().values())
        .containsOnly("no label is known");
  }

  @Test
  void withoutASampleNothingIsDefined() {
    assertThat(scores.evaluate().values().values()).hasSize(6).allMatch(value -> value.isNaN());
    assertThat(scores.evaluate().rows()).isZero();
  }

  @Test
  void aPredictionThatIsNotFiniteSpoilsItsObjective() {
    scores.add(
        new float[] {Float.NaN, 0.1f, 0.7f, 0.8f, 0.1f, 0.2f}, new float[] {0, 1, 1, 0, 1, 0});

    Evaluation evaluation = scores.evaluate();

    assertThat(evaluation.of("apply", Metric.AUC)).isNaN();
    assertThat(evaluation.objectives().getFirst().undefined())
        .containsEntry("AUC", "1 of 3 predictions are not finite");
    assertThat(evaluation.of("credit", Metric.AUC)).isEqualTo(0);
  }

  @Test
  void batchesMakeNoDifference() {
    Map<String, Object> all =
        Map.of(
            "group_id",
            "user",
            "metrics",
            List.of("AUC", "logloss", "KS", "gAUC", "NDCG(3)", "PCOC", "f1", "calibration"));
    Scored samples = Scored.random(50_000, 4);
    ScoreCollector whole = collector(all, "y");
    ScoreCollector parts = collector(all, "y");

    whole.add(samples.predictions(), samples.labels(), samples.groups());
    for (int from = 0, size = 1; from < 50_000; from += size, size = 1 + size * 3 / 2) {
      int to = Math.min(50_000, from + size);
      parts.add(
          Arrays.copyOfRange(samples.predictions(), from, to),
          Arrays.copyOfRange(samples.labels(), from, to),
          Arrays.copyOfRange(samples.groups(), from, to));
    }

    assertThat(parts.evaluate()).isEqualTo(whole.evaluate());
  }

  @Test
  void batchesDoNotBelongToTheCollector() {
    float[] predictions = {0.75f, 0.25f, 0.25f, 0.75f};
    float[] labels = {1, 0, 1, 0};

    scores.add(predictions, labels);
    Arrays.fill(predictions, 0);
    Arrays.fill(labels, 0);

    assertThat(scores.evaluate().of("apply", Metric.AUC)).isEqualTo(1);
  }

  @Test
  void moreSamplesMayFollowAnEvaluation() {
    scores.add(new float[] {0.75f, 0.25f, 0.25f, 0.75f}, new float[] {1, 0, 1, 0});
    scores.evaluate();
    scores.add(new float[] {0.5f, 0.75f}, new float[] {0, 1});

    Evaluation evaluation = scores.evaluate();

    assertThat(evaluation.rows()).isEqualTo(3);
    assertThat(evaluation.of("credit", Metric.AUC)).isEqualTo(0.25);
  }

  @Test
  void arraysThatDoNotFitAreRefused() {
    ScoreCollector grouped = collector(Map.of("metrics", "gAUC", "group_id", "user"));

    assertThatThrownBy(() -> scores.add(new float[3], new float[3]))
        .hasMessageContaining("3 predictions and 3 labels of 2 objectives");
    assertThatThrownBy(() -> scores.add(new float[4], new float[2]))
        .hasMessageContaining("4 predictions and 2 labels");
    assertThatThrownBy(() -> grouped.add(new float[4], new float[4], new long[3]))
        .hasMessageContaining("3 groups");
    assertThatThrownBy(() -> grouped.add(new float[4], new float[4]))
        .isInstanceOf(IllegalStateException.class);
  }

  private static ScoreCollector collector(Map<String, Object> parameters) {
    return collector(parameters, "apply", "credit");
  }

  private static ScoreCollector collector(Map<String, Object> parameters, String... labels) {
    return new ScoreCollector(MetricPlan.of(HyperParameters.of(parameters), List.of(labels)));
  }
}

package io.fuxictr.ctr.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScoreCollectorTest {
  private static final double EXACT = 1e-9;

  private final ScoreCollector scores = new ScoreCollector(List.of("apply", "credit"));

  @Test
  void leavesUnknownLabelsOutPerObjective() {
    scores.add(new float[] {0.9f, 0.1f, 0.5f, 0.2f, 0.8f, 0.6f}, new float[] {1, 0, -1, 0, 1, 0});

    Evaluation evaluation = scores.evaluate();

    assertThat(evaluation.rows()).isEqualTo(3);
    assertThat(evaluation.of("apply", Metric.LOGLOSS)).isCloseTo(-Math.log(0.9f), within(1e-7));
    assertThat(evaluation.of("apply", Metric.AUC)).isEqualTo(1);
    assertThat(evaluation.of("credit", Metric.AUC)).isEqualTo(1);
  }

  @Test
  void anObjectiveWithOneClassStaysOutOfTheMean() {
    scores.add(new float[] {0.9f, 0.1f, 0.2f, 0.8f}, new float[] {0, 1, 1, 1});

    Evaluation evaluation = scores.evaluate();

    assertThat(evaluation.of("credit", Metric.AUC)).isNaN();
    assertThat(evaluation.of("credit", Metric.LOGLOSS)).isNaN();
    assertThat(evaluation.mean(Metric.AUC)).isEqualTo(evaluation.of("apply", Metric.AUC)).isZero();
  }

  @Test
  void logLossIsFiniteForPredictionsThatAreCertainAndWrong() {
    scores.add(new float[] {1f, 1f, 0.5f, 0.5f}, new float[] {0, 1, 0, 1});

    Evaluation evaluation = scores.evaluate();

    double certain = -Math.log(2.220446049250313e-16) / 2;
    assertThat(evaluation.of("apply", Metric.LOGLOSS)).isCloseTo(certain, within(EXACT));
    assertThat(evaluation.of("credit", Metric.LOGLOSS)).isCloseTo(Math.log(2), within(EXACT));
  }
}

package io.fuxictr.ctr.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PointwiseTest {
  private static final double EXACT = 1e-12;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void equalsItsDefinitionOnRandomSamples(long seed) {
    Scored samples = Scored.random(700, seed);
    Scored known = samples.known();
    double hits = count(known, 1, true);
    double precision = hits / (hits + count(known, 0, true));
    double recall = hits / (hits + count(known, 1, false));

    assertThat(samples.measure("logloss")).isCloseTo(logLoss(known), within(EXACT));
    assertThat(samples.measure("accuracy"))
        .isCloseTo((hits + count(known, 0, false)) / known.labels().length, within(EXACT));
    assertThat(samples.measure("precision")).isCloseTo(precision, within(EXACT));
    assertThat(samples.measure("recall")).isCloseTo(recall, within(EXACT));
    assertThat(samples.measure("f1"))
        .isCloseTo(2 * precision * recall / (precision + recall), within(EXACT));
    assertThat(samples.measure("MSE")).isCloseTo(meanPower(known, 2), within(EXACT));
    assertThat(samples.measure("MAE")).isCloseTo(meanPower(known, 1), within(EXACT));
    assertThat(samples.measure("RMSE")).isCloseTo(Math.sqrt(meanPower(known, 2)), within(EXACT));
    assertThat(samples.measure("PCOC"))
        .isCloseTo(sum(known.predictions()) / sum(known.labels()), within(EXACT));
  }

  @Test
  void aPredictionEqualToTheThresholdIsNegative() {
    Scored samples = Scored.of(new float[] {0.5f, Math.nextUp(0.5f), 0.25f, 0.75f}, 1, 1, 0, 0);

    assertThat(samples.measure("recall")).isEqualTo(0.5);
    assertThat(samples.measure("precision")).isEqualTo(0.5);
    assertThat(samples.measure("accuracy")).isEqualTo(0.5);
  }

  @Test
  void theThresholdIsTheLabelsOwn() {
    Scored samples = Scored.of(new float[] {0.25f, 0.375f, 0.75f}, 0, 1, 1);
    Objective low = new Objective("y", Objective.Kind.BINARY, 0.25);

    assertThat(samples.measure("recall")).isEqualTo(0.5);
    assertThat(samples.evaluate("recall", low).values()).containsEntry("y_recall", 1.0);
    assertThat(samples.evaluate("precision", low).values()).containsEntry("y_precision", 1.0);
  }

  @Test
  void logLossIsFiniteForPredictionsThatAreCertainAndWrong() {
    Scored samples = Scored.of(new float[] {1f, 1f}, 0, 1);

    assertThat(samples.measure("logloss"))
        .isCloseTo(-Math.log(2.220446049250313e-16) / 2, within(EXACT));
  }

  @Nested
  class WithOneClass {

    @Test
    void logLossIsNotDefined() {
      assertThat(Scored.of(new float[] {0.25f, 0.75f}, 1, 1).measure("logloss")).isNaN();
      assertThat(Scored.of(new float[] {0.25f, 0.75f}, 0, 0).measure("logloss")).isNaN();
    }

    @Test
    void sharesOfNothingAreZero() {
      Scored negatives = Scored.of(new float[] {0.25f, 0.125f}, 0, 0);

      assertThat(negatives.measure("precision")).isZero();
      assertThat(negatives.measure("recall")).isZero();
      assertThat(negatives.measure("f1")).isZero();
      assertThat(negatives.measure("accuracy")).isEqualTo(1);
    }

    @Test
    void predictedOverActualNeedsAPositive() {
      assertThat(Scored.of(new float[] {0.25f, 0.75f}, 0, 0).measure("PCOC")).isNaN();
      assertThat(Scored.of(new float[] {0.25f, 0.75f}, 1, 1).measure("PCOC")).isEqualTo(0.5);
    }
  }

  @Nested
  class OfRegression {

    @Test
    void countsEveryFiniteLabel() {
      Scored samples =
          Scored.of(new float[] {1f, 2f, 3f, 4f}, -1, 0.5f, Float.NaN, Float.NEGATIVE_INFINITY);

      assertThat(samples.measure("MSE", Objective.Kind.REAL)).isEqualTo((4 + 2.25) / 2);
      assertThat(samples.measure("MAE", Objective.Kind.REAL)).isEqualTo((2 + 1.5) / 2);
      assertThat(samples.measure("RMSE", Objective.Kind.REAL)).isEqualTo(Math.sqrt(3.125));
      assertThat(samples.measure("PCOC", Objective.Kind.REAL)).isEqualTo(3 / -0.5);
    }
  }

  private static double logLoss(Scored known) {
    return IntStream.range(0, known.labels().length)
        .mapToDouble(
            i -> {
              double p = known.predictions()[i];
              double y = known.labels()[i];
              return -(y * Math.log(p) + (1 - y) * Math.log(1 - p));
            })
        .average()
        .orElseThrow();
  }

  private static double meanPower(Scored known, int power) {
    return IntStream.range(0, known.labels().length)
        .mapToDouble(
            i -> Math.pow(Math.abs((double) known.predictions()[i] - known.labels()[i]), power))
        .average()
        .orElseThrow();
  }

  private static double count(Scored known, int label, boolean above) {
    return IntStream.range(0, known.labels().length)
        .filter(i -> known.labels()[i] == label && known.predictions()[i] > 0.5 == above)
        .count();
  }

  private static double sum(float[] values) {
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).sum();
  }
}

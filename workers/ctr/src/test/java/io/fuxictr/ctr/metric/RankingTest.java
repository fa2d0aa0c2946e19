package io.fuxictr.ctr.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RankingTest {
  private static final double EXACT = 1e-12;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void aucEqualsTheShareOfPairsInOrderWithTiesAsHalf(long seed) {
    Scored samples = Scored.random(500, seed);

    assertThat(samples.measure("AUC")).isCloseTo(shareOfPairs(samples.known()), within(EXACT));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void ksEqualsTheGreatestDifferenceOverAllThresholds(long seed) {
    Scored samples = Scored.random(500, seed);

    assertThat(samples.measure("KS")).isCloseTo(greatestDifference(samples.known()), within(EXACT));
  }

  @Test
  void dependsOnOrderOfPredictionsNotOfRows() {
    Scored samples = Scored.random(500, 6);

    for (long seed = 1; seed < 4; seed++) {
      assertThat(samples.shuffled(seed).measure("AUC")).isEqualTo(samples.measure("AUC"));
      assertThat(samples.shuffled(seed).measure("KS")).isEqualTo(samples.measure("KS"));
    }
  }

  @Test
  void equalPredictionsTellNothing() {
    Scored samples = Scored.of(new float[] {0f, -0f, 0f}, 1, 0, 0);

    assertThat(samples.measure("AUC")).isEqualTo(0.5);
    assertThat(samples.measure("KS")).isZero();
  }

  @Test
  void predictionsMayBeLogits() {
    Scored samples = Scored.of(new float[] {-3f, -7f, 2f, -0.5f, 9f}, 0, 0, 1, 0, 1);

    assertThat(samples.measure("AUC")).isEqualTo(1);
    assertThat(samples.measure("KS")).isEqualTo(1);
  }

  @Test
  void theWrongWayRoundIsZero() {
    Scored samples = Scored.of(new float[] {0.75f, 0.25f}, 0, 1);

    assertThat(samples.measure("AUC")).isZero();
    assertThat(samples.measure("KS")).isZero();
  }

  @Test
  void isNotDefinedForOneClass() {
    Scored positives = Scored.of(new float[] {0.25f, 0.75f}, 1, 1);
    Scored negatives = Scored.of(new float[] {0.25f, 0.75f, 0.5f}, 0, 0, -1);

    assertThat(positives.measure("AUC")).isNaN();
    assertThat(negatives.measure("AUC")).isNaN();
    assertThat(positives.measure("KS")).isNaN();
    assertThat(negatives.measure("KS")).isNaN();
  }

  private static double shareOfPairs(Scored known) {
    float[] p = known.predictions();
    double inOrder = 0;
    double pairs = 0;
    for (int i = 0; i < p.length; i++) {
      for (int j = 0; j < p.length; j++) {
        if (known.labels()[i] == 1 && known.labels()[j] == 0) {
          pairs++;
          inOrder += p[i] > p[j] ? 1 : p[i] == p[j] ? 0.5 : 0;
        }
      }
    }
    return inOrder / pairs;
  }

  private static double greatestDifference(Scored known) {
    double greatest = 0;
    for (float threshold : known.predictions()) {
      double[] all = new double[2];
      double[] above = new double[2];
      for (int i = 0; i < known.labels().length; i++) {
        int label = (int) known.labels()[i];
        all[label]++;
        above[label] += known.predictions()[i] >= threshold ? 1 : 0;
      }
      greatest = Math.max(greatest, above[1] / all[1] - above[0] / all[0]);
    }
    return greatest;
  }
}

package io.fuxictr.ctr.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AucTest {
  private static final double EXACT = 1e-12;

  @Test
  void equalsTheShareOfPairsInOrderWithTiesAsHalf() {
    SplittableRandom random = new SplittableRandom(1);
    float[] predictions = new float[500];
    float[] labels = new float[500];
    for (int i = 0; i < labels.length; i++) {
      predictions[i] = random.nextInt(40) / 20f - 0.5f;
      labels[i] = random.nextInt(3) == 0 ? 1 : 0;
    }

    assertThat(Auc.of(predictions, labels))
        .isCloseTo(shareOfPairs(predictions, labels), within(EXACT));
  }

  @Test
  void isOneHalfWhenAllPredictionsAreEqual() {
    assertThat(Auc.of(new float[] {0f, -0f, 0f}, new float[] {1, 0, 0})).isEqualTo(0.5);
  }

  @Test
  void isNotDefinedForOneClassOrForPredictionsThatAreNoNumbers() {
    assertThat(Auc.of(new float[] {0.1f, 0.2f}, new float[] {1, 1})).isNaN();
    assertThat(Auc.of(new float[] {0.1f, Float.NaN}, new float[] {0, 1})).isNaN();
    assertThat(Auc.of(new float[0], new float[0])).isNaN();
  }

  private static double shareOfPairs(float[] predictions, float[] labels) {
    double inOrder = 0;
    double pairs = 0;
    for (int i = 0; i < labels.length; i++) {
      for (int j = 0; j < labels.length; j++) {
        if (labels[i] == 1 && labels[j] == 0) {
          pairs++;
          inOrder +=
              predictions[i] > predictions[j] ? 1 : predictions[i] == predictions[j] ? 0.5 : 0;
        }
      }
    }
    return inOrder / pairs;
  }
}

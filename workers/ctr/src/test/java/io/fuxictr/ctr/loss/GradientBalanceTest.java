package io.fuxictr.ctr.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class GradientBalanceTest {

  @Test
  void beginsWithEqualWeights() {
    assertThat(new GradientBalance(3, 1.5).weights()).containsExactly(1, 1, 1);
  }

  @Test
  void followsTheRuleInAnExampleComputedByHand() {
    GradientBalance balance = new GradientBalance(2, 1.5);

    // G = (3, 1), both wanted at 2; slopes 3 - 2/2 = 2 and -1 - 2/2 = -2, so that θ = (-0.01,
    // 0.01).
    balance.update(new float[] {0.8f, 0.4f}, new float[] {3, 1});
    assertWeights(balance, 2 / (1 + Math.exp(0.02)), 2 / (1 + Math.exp(-0.02)));

    // The first objective has halved its loss: r = (2/3, 4/3).
    // G = (1.980001, 1.010000), wanted (0.813775, 2.301703), slopes (1.49985, -1.49985).
    balance.update(new float[] {0.4f, 0.4f}, new float[] {2, 1});
    assertWeights(balance, 0.98017694, 1.01982306);
  }

  @Test
  void weightsSumToTheNumberOfObjectives() {
    GradientBalance balance = new GradientBalance(4, 0.5);
    SplittableRandom random = new SplittableRandom(1);
    for (int step = 0; step < 2000; step++) {
      balance.update(positive(random), positive(random));
      double sum = 0;
      for (float weight : balance.weights()) {
        assertThat(weight).isPositive();
        sum += weight;
      }
      assertThat(sum).isCloseTo(4, within(1e-5));
    }
  }

  @Test
  void constantPullsAreMadeEqual() {
    GradientBalance balance = new GradientBalance(2, 0);
    for (int step = 0; step < 3000; step++) {
      balance.update(new float[] {0.5f, 0.5f}, new float[] {3, 1});
    }
    assertThat((double) balance.weights()[0]).isCloseTo(0.5, within(0.02));
    assertThat((double) balance.weights()[1]).isCloseTo(1.5, within(0.02));
  }

  @Test
  void anObjectiveWithoutLabelsTakesNoPartInMeans() {
    GradientBalance three = new GradientBalance(3, 1.5);

    // Were the third counted, the mean pull would be 2/3 and the first two no longer equal to it.
    three.update(new float[] {0.6f, 0.6f, 0}, new float[] {1, 1, 0});

    assertThat(three.weights()).containsExactly(1, 1, 1);
  }

  @Test
  void theFirstLossIsThatOfTheFirstBatchWithLabels() {
    GradientBalance late = new GradientBalance(2, 1.5);
    GradientBalance early = new GradientBalance(2, 1.5);

    late.update(new float[] {0.6f, 0}, new float[] {1, 0});
    early.update(new float[] {0.6f, 0.9f}, new float[] {1, 1});
    late.update(new float[] {0.6f, 0.3f}, new float[] {1, 1});
    early.update(new float[] {0.6f, 0.3f}, new float[] {1, 1});

    assertThat(late.weights()).containsExactly(1, 1);
    assertThat(early.weights()[1]).isLessThan(1);
  }

  @Test
  void nothingMovesWhenSomethingIsNotFinite() {
    GradientBalance balance = new GradientBalance(2, 1.5);

    balance.update(new float[] {Float.NaN, 1}, new float[] {1, 2});
    balance.update(new float[] {1, 1}, new float[] {1, Float.POSITIVE_INFINITY});

    assertThat(balance.toText()).isEqualTo(new GradientBalance(2, 1.5).toText());
  }

  @Test
  void goesOnFromItsText() {
    GradientBalance whole = new GradientBalance(4, 1.5);
    SplittableRandom random = new SplittableRandom(3);
    for (int step = 0; step < 10; step++) {
      whole.update(positive(random), positive(random));
    }
    GradientBalance again = new GradientBalance(4, 1.5);
    again.restore(whole.toText());
    for (int step = 0; step < 10; step++) {
      float[] losses = positive(random);
      float[] norms = positive(random);
      whole.update(losses, norms);
      again.update(losses, norms);
    }
    assertThat(again.toText()).isEqualTo(whole.toText());
  }

  private static float[] positive(SplittableRandom random) {
    float[] values = new float[4];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(0.1, 2);
    }
    return values;
  }

  private static void assertWeights(GradientBalance balance, double... expected) {
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) balance.weights()[i]).isCloseTo(expected[i], within(1e-6));
    }
  }
}

package io.fuxictr.dataset.build;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class NumpyShuffleTest {
  private static final int REFERENCE_SEED = 5489;

  @Test
  void generatorGivesTheNumbersOfItsReference() {
    var random = new MersenneTwister(REFERENCE_SEED);

    var drawn = new long[10000];
    Arrays.setAll(drawn, _ -> Integer.toUnsignedLong(random.next()));

    assertThat(Arrays.copyOf(drawn, 5))
        .containsExactly(3499211612L, 581869302L, 3890346734L, 3586334585L, 545404204L);
    // What the C++ standard asks of mt19937: the 10000th number of the default seed.
    assertThat(drawn[9999]).isEqualTo(4123659995L);
  }

  @Test
  void numbersThatDoNotFitAreDrawnAgain() {
    int[] ids = NumpyShuffle.ids(6, REFERENCE_SEED);

    // 5: ...612 & 7 = 4. 4: ...302 & 7 = 6 and ...734 & 7 = 6 are too large, ...585 & 7 = 1.
    // 3: ...204 & 3 = 0. 2: 4161255391 & 3 = 3 is too large, 3922919429 & 3 = 1. 1: 949333985 & 1.
    assertThat(ids).containsExactly(3, 2, 5, 0, 1, 4);
  }

  @Test
  void orderIsTheOneThatNumpyGives() {
    assertThat(NumpyShuffle.ids(10, 0)).containsExactly(2, 8, 4, 9, 1, 6, 7, 3, 0, 5);
    assertThat(NumpyShuffle.ids(10, 42)).containsExactly(8, 1, 5, 0, 7, 2, 9, 4, 3, 6);
  }
}

package io.fuxictr.ctr.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fuxictr.ctr.train.EarlyStop.Mode;
import io.fuxictr.ctr.train.EarlyStop.Rules;
import org.junit.jupiter.api.Test;

class EarlyStopTest {
  private final EarlyStop start = EarlyStop.start(new Rules(Mode.MAX, 2, true), 1e-3);

  @Test
  void decaysAtTheFirstFailureAndStopsAtTheSecondInARow() {
    EarlyStop better = start.after(0.6).after(0.7);
    EarlyStop worse = better.after(0.65);
    EarlyStop recovered = worse.after(0.71);
    EarlyStop ended = recovered.after(0.7).after(0.71);

    assertThat(better).isEqualTo(new EarlyStop(start.rules(), 0.7, 0, 1e-3));
    assertThat(worse.failures()).isEqualTo(1);
    assertThat(worse.learningRate()).isCloseTo(1e-4, within(1e-12));
    assertThat(worse.stops()).isFalse();
    assertThat(recovered.best()).isEqualTo(0.71);
    assertThat(recovered.failures()).isZero();
    assertThat(ended.stops()).isTrue();
    assertThat(ended.learningRate()).isCloseTo(1e-6, within(1e-12));
  }

  @Test
  void aGainBelowOneMillionthIsNone() {
    EarlyStop first = start.after(0.5);

    assertThat(first.improves(0.5 + 0.9e-6)).isFalse();
    assertThat(first.improves(0.5 + 1.1e-6)).isTrue();
  }

  @Test
  void notANumberIsAFailure() {
    assertThat(start.after(Double.NaN).failures()).isEqualTo(1);
    assertThat(start.after(0.5).after(Double.NaN).best()).isEqualTo(0.5);
  }

  @Test
  void smallerIsBetterWhenSoAsked() {
    EarlyStop loss = EarlyStop.start(new Rules(Mode.MIN, 1, false), 1e-3).after(0.5);

    assertThat(loss.after(0.4).best()).isEqualTo(0.4);
    assertThat(loss.after(0.6).stops()).isTrue();
    assertThat(loss.after(0.6).learningRate()).isEqualTo(1e-3);
  }
}

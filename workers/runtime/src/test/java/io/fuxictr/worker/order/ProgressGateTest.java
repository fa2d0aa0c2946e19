package io.fuxictr.worker.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuxictr.task.Progress;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressGateTest {
  private final ProgressGate gate = new ProgressGate();

  @Test
  void atMostTwoASecondPass() {
    int passed = 0;
    for (int milli = 0; milli < 10_000; milli++) {
      if (gate.passes(new Progress(milli + 1, 20_000, ""), Duration.ofMillis(milli).toNanos())) {
        passed++;
      }
    }

    assertThat(passed).isEqualTo(20);
  }

  @Test
  void beginAndEndAlwaysPassOnce() {
    assertThat(gate.passes(new Progress(0, 10, ""), 1)).isTrue();
    assertThat(gate.passes(new Progress(5, 10, ""), 2)).isFalse();
    assertThat(gate.passes(new Progress(10, 10, ""), 3)).isTrue();
    assertThat(gate.passes(new Progress(10, 10, ""), 4)).isFalse();
    assertThat(gate.passes(new Progress(0, 10, "next"), 5)).isTrue();
  }
}

package io.fuxictr.ctr.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.config.ModelConfigException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PenaltyTest {
  private static final String KEY = "net_regularizer";

  @Test
  void readsNumbersAndTerms() {
    assertThat(read(1e-5)).isEqualTo(new Penalty(0, 1e-5));
    assertThat(read("1e-5")).isEqualTo(new Penalty(0, 1e-5));
    assertThat(read("l2(1.e-6)")).isEqualTo(new Penalty(0, 1e-6));
    assertThat(read("l1(0.1)")).isEqualTo(new Penalty(0.1, 0));
    assertThat(read("l1_l2(0.1, 0.2)")).isEqualTo(new Penalty(0.1, 0.2));
    assertThat(Penalty.of(HyperParameters.of(Map.of()), KEY)).isEqualTo(new Penalty(0, 0));
  }

  @Test
  void refusesEverythingElse() {
    assertThatThrownBy(() -> read("l3(0.1)")).isInstanceOf(ModelConfigException.class);
    assertThatThrownBy(() -> read("l1_l2(0.1)")).isInstanceOf(ModelConfigException.class);
    assertThatThrownBy(() -> read(-1)).hasMessageContaining(KEY).hasMessageContaining("-1");
  }

  private static Penalty read(Object value) {
    return Penalty.of(HyperParameters.of(Map.of(KEY, value)), KEY);
  }
}

package io.fuxictr.ctr.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HyperParametersTest {

  @Test
  void numbersMayBeText() {
    HyperParameters parameters = HyperParameters.of(Map.of("learning_rate", "1e-3", "epochs", "3"));

    assertThat(parameters.real("learning_rate", 1, x -> x > 0, "above 0")).isEqualTo(0.001);
    assertThat(parameters.integer("epochs", 1, n -> n >= 1, "at least 1")).isEqualTo(3);
  }

  @Test
  void absentKeysHaveTheirDefaults() {
    HyperParameters parameters = HyperParameters.of(Map.of());

    assertThat(parameters.units("tower_hidden_units", List.of(64))).containsExactly(64);
    assertThat(parameters.flag("shuffle", true)).isTrue();
    assertThat(parameters.integer("eval_steps", n -> n >= 1, "at least 1")).isEmpty();
  }

  @Test
  void messagesNameKeyValueAndWhatIsAllowed() {
    HyperParameters parameters =
        HyperParameters.of(
            Map.of("epochs", 0, "units", List.of(64, "wide"), "loss", List.of("bce", "bce")));

    assertThatThrownBy(() -> parameters.integer("epochs", 1, n -> n >= 1, "at least 1"))
        .isInstanceOf(ModelConfigException.class)
        .hasMessage("Hyper-parameter epochs is 0; allowed: a whole number, at least 1");
    assertThatThrownBy(() -> parameters.units("units", List.of()))
        .hasMessageContaining("units is 'wide'");
    assertThatThrownBy(() -> parameters.perObjective("loss", "bce", 3))
        .hasMessageContaining("a list of 3");
  }
}

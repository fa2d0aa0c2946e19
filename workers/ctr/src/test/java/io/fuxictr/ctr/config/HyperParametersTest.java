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

  @Test
  void groupsAreListsWithinAList() {
    HyperParameters parameters =
        HyperParameters.of(
            Map.of(
                "one", "item",
                "two", List.of("item", "shop"),
                "joint", List.of(List.of("item", "shop"), "city"),
                "wrong", List.of(List.of(1))));

    assertThat(parameters.groups("one", List.of())).containsExactly(List.of("item"));
    assertThat(parameters.groups("two", List.of()))
        .containsExactly(List.of("item"), List.of("shop"));
    assertThat(parameters.groups("joint", List.of()))
        .containsExactly(List.of("item", "shop"), List.of("city"));
    assertThat(parameters.groups("absent", List.of(List.of("user"))))
        .containsExactly(List.of("user"));
    assertThatThrownBy(() -> parameters.groups("wrong", List.of()))
        .hasMessage(
            "Hyper-parameter wrong is [1]; allowed: a name, or a list of at least one name, as a"
                + " group of fields");
  }
}

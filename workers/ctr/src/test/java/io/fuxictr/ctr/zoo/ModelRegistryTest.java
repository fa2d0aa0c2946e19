package io.fuxictr.ctr.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.ctr.Synthetic;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.Weight;
import io.fuxictr.ctr.layer.WeightRole;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelRegistryTest {

  @Test
  void anUnknownNameIsAnsweredWithTheNearest() {
    assertThatThrownBy(() -> ModelRegistry.build(Synthetic.setup("MMOE2", Map.of())))
        .isInstanceOf(ModelConfigException.class)
        .hasMessageStartingWith("Model 'MMOE2' is not known; the nearest are: MMoE, ");
  }

  @Test
  void mmoeHasTheWeightsOfItsParts() {
    int embedding = 3 * 20 * 4 + 2 * 4;
    int experts = 3 * (20 * 8 + 8 + 8 * 6 + 6);
    int gates = 2 * (20 * 5 + 5 + 5 * 3 + 3);
    int towers = 2 * (6 * 4 + 4 + 4 + 1);

    assertThat(trained("MMoE", Map.of())).isEqualTo(embedding + experts + gates + towers);
  }

  @Test
  void shareBottomHasTheWeightsOfItsParts() {
    int embedding = 3 * 20 * 4 + 2 * 4;
    int bottom = 20 * 8 + 8 + 8 * 6 + 6;
    int towers = 2 * (6 * 4 + 4 + 4 + 1);

    assertThat(trained("ShareBottom", Map.of())).isEqualTo(embedding + bottom + towers);
  }

  @Test
  void batchNormAddsTwoWeightsPerHiddenUnit() {
    long hidden = 8 + 6 + 2 * 4;

    assertThat(trained("ShareBottom", Map.of("batch_norm", true)))
        .isEqualTo(trained("ShareBottom", Map.of()) + 2 * hidden);
  }

  @Test
  void refusesWhatCannotBeBuilt() {
    assertThatThrownBy(() -> trained("MMoE", Map.of("num_tasks", 3)))
        .hasMessageContaining("num_tasks is 3")
        .hasMessageContaining("[apply, credit]");
    assertThatThrownBy(() -> trained("MMoE", Map.of("expert_hidden_units", List.of())))
        .hasMessageContaining("expert_hidden_units");
    assertThatThrownBy(() -> trained("MMoE", Map.of("hidden_activations", "dice")))
        .hasMessageContaining("'Dice'");
    assertThatThrownBy(() -> trained("MMoE", Map.of("net_dropout", 1)))
        .hasMessageContaining("net_dropout is 1");
  }

  private static long trained(String model, Map<String, Object> parameters) {
    return ModelRegistry.build(Synthetic.setup(model, parameters)).weights().stream()
        .filter(weight -> weight.role() != WeightRole.STATISTIC)
        .map(Weight::shape)
        .mapToLong(shape -> shape.size())
        .sum();
  }
}

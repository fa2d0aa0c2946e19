package io.fuxictr.ctr.model.deep;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.ctr.Synthetic;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.model.ModelProbe;
import io.fuxictr.ctr.zoo.ModelRegistry;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DeepModelsTest {

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("DNN", Map.of("hidden_units", List.of(0)), "hidden_units is 0"),
        Arguments.of(
            "DeepCrossing", Map.of("hidden_activations", "PReLU"), "hidden_activations is 'PReLU'"),
        Arguments.of("DLRM", Map.of("interaction_op", "sum"), "interaction_op is 'sum'"),
        Arguments.of("DLRM", Map.of("bottom_mlp_activations", "Dice"), "'Dice'"),
        Arguments.of("DSSM", Map.of("item_tower_units", List.of(8)), "ends with 64"),
        Arguments.of("DSSM", Map.of("user_tower_units", List.of()), "user_tower_units is []"),
        Arguments.of(
            "DSSM", Map.of("user_tower_dropout", List.of(0, 0, 0)), "one per hidden layer"),
        Arguments.of("PPNet", Map.of("gate_priors", "nobody"), "gate_priors is [nobody]"),
        Arguments.of("PPNet", Map.of("gate_hidden_dim", 0), "gate_hidden_dim is 0"),
        Arguments.of("CCPM", Map.of("channels", List.of(2)), "kernel_heights is [6, 5, 3]"),
        Arguments.of("CCPM", Map.of("activation", "dice"), "activation is 'Dice'"),
        Arguments.of("FGCNN", Map.of("channels", List.of(2)), "kernel_heights is [7, 7, 7, 7]"),
        Arguments.of("FGCNN", Map.of("channels", List.of()), "channels is []"),
        Arguments.of("FGCNN", Map.of("conv_activation", "PReLU"), "conv_activation is 'PReLU'"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWhatCannotBeBuilt(String model, Map<String, Object> parameters, String message) {
    assertThatThrownBy(() -> ModelRegistry.build(ModelProbe.setup(model, parameters)))
        .isInstanceOf(ModelConfigException.class)
        .hasMessageContaining(message);
  }

  @Test
  void towersNeedFeaturesOfTheirSource() {
    assertThatThrownBy(
            () -> ModelRegistry.build(ModelRegistry.prepare(Synthetic.setup("DSSM", Map.of()))))
        .isInstanceOf(ModelConfigException.class)
        .hasMessageContaining("none of source user");
  }
}

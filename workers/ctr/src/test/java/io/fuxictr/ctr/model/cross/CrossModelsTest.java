package io.fuxictr.ctr.model.cross;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.model.ModelProbe;
import io.fuxictr.ctr.zoo.ModelRegistry;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CrossModelsTest {

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("DCN", Map.of("num_cross_layers", 0), "num_cross_layers is 0"),
        Arguments.of("DCNv2", Map.of("model_structure", "both"), "model_structure is 'both'"),
        Arguments.of("DCNv2", Map.of("low_rank", 0), "low_rank is 0"),
        Arguments.of("xDeepFM", Map.of("cin_hidden_units", List.of()), "cin_hidden_units is []"),
        Arguments.of("EDCN", Map.of("bridge_type", "none"), "attention_pooling"),
        Arguments.of("EDCN", Map.of("temperature", 0), "temperature is 0"),
        Arguments.of("FinalNet", Map.of("block_type", "3B"), "block_type is '3B'"),
        Arguments.of(
            "FinalNet", Map.of("block1_hidden_units", List.of(4, 3)), "block1_hidden_units is 3"),
        Arguments.of("FinalMLP", Map.of("num_heads", 5), "divisors of 64 and 64"),
        Arguments.of("FinalMLP", Map.of("fs1_context", "nobody"), "fs1_context is [nobody]"),
        Arguments.of("FinalMLP", Map.of("mlp2_hidden_units", List.of()), "mlp2_hidden_units is []"),
        Arguments.of("MaskNet", Map.of("model_type", "Mask"), "model_type is 'Mask'"),
        Arguments.of("MaskNet", Map.of("reduction_ratio", 0.01), "reduction_ratio is 0.01"),
        Arguments.of("MaskNet", Map.of("net_dropout", List.of(0, 0)), "dnn_hidden_units"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWhatCannotBeBuilt(String model, Map<String, Object> parameters, String message) {
    assertThatThrownBy(() -> ModelRegistry.build(ModelProbe.setup(model, parameters)))
        .isInstanceOf(ModelConfigException.class)
        .hasMessageContaining(message);
  }
}

package io.fuxictr.ctr.model.cross;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fuxictr.ctr.model.ModelProbe;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Options that no golden vector has: each builds, scores and trains every weight. */
class CrossOptionsIT {
  private static final int ROWS = 64;
  private static final List<Integer> UNITS = List.of(6, 4);

  static Stream<Arguments> options() {
    return Stream.of(dcn(), edcn(), finalModels(), maskNet()).flatMap(cases -> cases);
  }

  private static Stream<Arguments> dcn() {
    Map<String, Object> both =
        Map.of("stacked_dnn_hidden_units", UNITS, "parallel_dnn_hidden_units", UNITS);
    return Stream.of(
        arguments("DCN", Map.of()),
        arguments("GDCN", Map.of()),
        arguments("xDeepFM", Map.of("dnn_hidden_units", List.of())),
        arguments("DCNv2", Map.of()),
        arguments("DCNv2", with(both, "model_structure", "crossnet_only")),
        arguments("DCNv2", with(both, "model_structure", "stacked")),
        arguments("DCNv2", with(both, "model_structure", "stacked_parallel")),
        arguments("DCNv2", with(both, "use_low_rank_mixture", true)));
  }

  private static Stream<Arguments> edcn() {
    return Stream.of(
        arguments("EDCN", Map.of("bridge_type", "pointwise_addition", "temperature", 0.5)),
        arguments("EDCN", Map.of("bridge_type", "concatenation")),
        arguments("EDCN", Map.of("bridge_type", "attention_pooling", "batch_norm", true)));
  }

  private static Stream<Arguments> finalModels() {
    return Stream.of(
        arguments("FinalNet", Map.of("block_type", "1B", "residual_type", "sum")),
        arguments("FinalNet", Map.of("block1_hidden_activations", "PReLU", "batch_norm", false)),
        arguments("FinalNet", Map.of("block1_dropout", List.of(0, 0.5, 0))),
        arguments("FinalMLP", Map.of()),
        arguments("FinalMLP", Map.of("use_fs", false, "num_heads", 4)),
        arguments("FinalMLP", Map.of("fs1_context", List.of("city", "age"))));
  }

  private static Stream<Arguments> maskNet() {
    Map<String, Object> parallel =
        Map.of("model_type", "ParallelMaskNet", "parallel_num_blocks", 2, "parallel_block_dim", 5);
    return Stream.of(
        arguments("MaskNet", parallel),
        arguments("MaskNet", with(parallel, "emb_layernorm", false)),
        arguments("MaskNet", Map.of("net_layernorm", false, "reduction_ratio", 0.5)),
        arguments("MaskNet", Map.of("dnn_hidden_units", List.of())));
  }

  private static Map<String, Object> with(Map<String, Object> all, String key, Object value) {
    Map<String, Object> more = new HashMap<>(all);
    more.put(key, value);
    return more;
  }

  @ParameterizedTest
  @MethodSource("options")
  void trainsEveryWeightAndScoresSamplesOneByOne(String model, Map<String, Object> parameters)
      throws InterruptedException {
    try (ModelProbe probe = ModelProbe.of(model, parameters)) {
      assertThat(probe.untouched(ROWS)).isEmpty();

      assertThat(probe.deviationAlone(ROWS)).isLessThan(1e-5f);
    }
  }
}

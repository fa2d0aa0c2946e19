package io.fuxictr.ctr.model.deep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.fuxictr.ctr.model.ModelProbe;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Options that no golden vector has: each builds, scores and trains every weight. */
class DeepOptionsIT {
  private static final int ROWS = 64;

  static Stream<Arguments> options() {
    return Stream.of(around(), fgcnn()).flatMap(cases -> cases);
  }

  private static Stream<Arguments> around() {
    return Stream.of(
        arguments("DNN", Map.of("hidden_activations", "Dice", "batch_norm", true)),
        arguments("WideDeep", Map.of("hidden_activations", List.of("PReLU", "tanh", "GELU"))),
        arguments("DeepCrossing", Map.of("use_residual", false, "batch_norm", true)),
        arguments("DLRM", Map.of("interaction_op", "cat")),
        arguments("DLRM", Map.of("bottom_mlp_units", List.of(), "bottom_mlp_activations", "tanh")),
        arguments("DSSM", Map.of("user_tower_units", List.of(64), "batch_norm", true)),
        arguments("PPNet", Map.of()),
        arguments("PPNet", Map.of("gate_priors", List.of("city"), "batch_norm", true)),
        arguments("CCPM", Map.of()));
  }

  private static Stream<Arguments> fgcnn() {
    Map<String, Object> small = Map.of("dnn_hidden_units", List.of(8), "share_embedding", true);
    Map<String, Object> other =
        Map.of(
            "dnn_hidden_units",
            List.of(8),
            "channels",
            List.of(3, 2),
            "kernel_heights",
            List.of(2, 3),
            "pooling_sizes",
            List.of(3, 4),
            "recombined_channels",
            List.of(1, 2),
            "conv_batch_norm",
            false);
    return Stream.of(arguments("FGCNN", small), arguments("FGCNN", other));
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

package io.fuxictr.ctr.model.cross;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.fuxictr.ctr.model.PublishedSetups;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Compares numbers of trained weights with those that published experiments logged. */
class CrossParameterCountTest {
  private static final List<Integer> THREE = List.of(400, 400, 400);
  private static final List<Integer> TWO = List.of(400, 400);

  static Stream<Arguments> frappe() {
    return Stream.concat(crossings(), others());
  }

  private static Stream<Arguments> crossings() {
    return Stream.of(
        argumentSet(
            "DCN",
            "DCN",
            Map.of("num_cross_layers", 3, "dnn_hidden_units", THREE, "batch_norm", true),
            418_691),
        argumentSet(
            "DCNv2",
            "DCNv2",
            Map.of("num_cross_layers", 4, "parallel_dnn_hidden_units", THREE, "batch_norm", true),
            458_491),
        argumentSet(
            "xDeepFM",
            "xDeepFM",
            Map.of("cin_hidden_units", List.of(64), "dnn_hidden_units", THREE, "batch_norm", true),
            429_919));
  }

  private static Stream<Arguments> others() {
    return Stream.of(
        argumentSet(
            "MaskNet, parallel",
            "MaskNet",
            Map.of(
                "model_type",
                "ParallelMaskNet",
                "parallel_num_blocks",
                3,
                "parallel_block_dim",
                50,
                "reduction_ratio",
                2,
                "dnn_hidden_units",
                THREE,
                "emb_layernorm",
                false),
            571_791),
        argumentSet("FinalMLP", "FinalMLP", finalMlp(), 253_392),
        argumentSet(
            "FinalNet, one block",
            "FinalNet",
            Map.of("block_type", "1B", "block1_hidden_units", TWO),
            256_791),
        argumentSet(
            "FinalNet, two blocks",
            "FinalNet",
            Map.of(
                "use_feature_gating",
                true,
                "block1_hidden_units",
                TWO,
                "block2_hidden_units",
                List.of(400)),
            338_502));
  }

  @ParameterizedTest
  @MethodSource
  void frappe(String model, Map<String, Object> parameters, long expected) {
    assertThat(PublishedSetups.onFrappe(model, parameters)).isEqualTo(expected);
  }

  @Test
  void dcnV2WithSharedHistories() {
    Map<String, Object> parameters =
        Map.of(
            "num_cross_layers",
            2,
            "parallel_dnn_hidden_units",
            List.of(1024, 512, 256),
            "batch_norm",
            true);

    assertThat(PublishedSetups.onAmazon("DCNv2", parameters)).isEqualTo(5_138_561);
  }

  private static Map<String, Object> finalMlp() {
    return Map.of(
        "mlp1_hidden_units",
        List.of(400),
        "mlp1_batch_norm",
        true,
        "mlp2_hidden_units",
        List.of(100),
        "mlp2_batch_norm",
        true,
        "fs_hidden_units",
        List.of(400),
        "fs1_context",
        List.of("user"),
        "fs2_context",
        List.of("item"),
        "num_heads",
        5);
  }
}

package io.fuxictr.ctr.model.attention;

import io.fuxictr.ctr.NetworkTrial;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AttentionModelsIT {

  static Stream<Arguments> options() {
    return Stream.of(
        Arguments.of("AutoInt", Map.of()),
        Arguments.of(
            "AutoInt",
            Map.of(
                "num_heads",
                2,
                "use_wide",
                true,
                "use_scale",
                true,
                "layer_norm",
                true,
                "dnn_hidden_units",
                List.of(),
                "net_dropout",
                0.2)),
        Arguments.of("AutoInt", Map.of("use_residual", false, "batch_norm", true)),
        Arguments.of("DESTINE", Map.of()),
        Arguments.of("DESTINE", Map.of("residual_mode", "last_layer", "relu_before_att", true)),
        Arguments.of(
            "DESTINE",
            Map.of(
                "residual_mode",
                "None",
                "use_wide",
                false,
                "use_scale",
                true,
                "dnn_hidden_units",
                List.of(6))),
        Arguments.of("EulerNet", Map.of()),
        Arguments.of(
            "EulerNet",
            Map.of("shape", List.of(6, 6, 2), "net_ex_dropout", 0.2, "net_im_dropout", 0.2)),
        Arguments.of("FiGNN", Map.of()),
        Arguments.of("FiGNN", Map.of("use_gru", false, "use_residual", false)),
        Arguments.of("FiGNN", Map.of("reuse_graph_layer", true)),
        Arguments.of("InterHAt", Map.of()),
        Arguments.of(
            "InterHAt", Map.of("num_heads", 2, "attention_dim", 2, "order", 3, "net_dropout", 0.2)),
        Arguments.of("InterHAt", Map.of("layer_norm", false, "use_residual", false, "order", 4)),
        Arguments.of("SAM", Map.of()),
        Arguments.of("SAM", Map.of("interaction_type", "SAM2A", "net_dropout", 0.2)),
        Arguments.of("SAM", Map.of("interaction_type", "SAM3A", "use_residual", true)),
        Arguments.of("SAM", Map.of("interaction_type", "SAM3A", "aggregation", "weighted_pooling")),
        Arguments.of("SAM", Map.of("interaction_type", "SAM3E", "aggregation", "mean_pooling")),
        Arguments.of(
            "SAM",
            Map.of(
                "interaction_type", "SAM3E", "aggregation", "sum_pooling", "use_residual", true)),
        Arguments.of("WuKong", Map.of("lcb_features", 3, "fmb_features", 3)),
        Arguments.of(
            "WuKong",
            Map.of(
                "lcb_features",
                3,
                "fmb_features",
                2,
                "fmp_rank_k",
                0,
                "layer_norm",
                false,
                "mlp_batch_norm",
                false,
                "net_dropout",
                0.2)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("options")
  void everyWeightLearns(String model, Map<String, Object> options) throws InterruptedException {
    NetworkTrial.of(model, options).learns();
  }
}

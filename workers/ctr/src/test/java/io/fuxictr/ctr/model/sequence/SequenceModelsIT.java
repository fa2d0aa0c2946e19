package io.fuxictr.ctr.model.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fuxictr.ctr.NetworkTrial;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SequenceModelsIT {
  private static final List<Object> TARGETS_APART = List.of("item_id", "cate_id");
  private static final List<Object> HISTORIES_APART = List.of("click_history", "cate_history");

  static Stream<Arguments> options() {
    return Stream.of(
        Arguments.of("DIN", Map.of()),
        Arguments.of(
            "DIN",
            Map.of(
                "din_target_field",
                TARGETS_APART,
                "din_sequence_field",
                HISTORIES_APART,
                "din_use_softmax",
                true,
                "attention_dropout",
                0.2)),
        Arguments.of(
            "DIN",
            Map.of(
                "dnn_activations",
                "Dice",
                "batch_norm",
                true,
                "attention_output_activation",
                "Sigmoid")),
        Arguments.of("DIEN", Map.of()),
        Arguments.of("DIEN", Map.of("gru_type", "GRU", "enable_sum_pooling", true)),
        Arguments.of("DIEN", Map.of("gru_type", "AIGRU", "attention_type", "dot_attention")),
        Arguments.of(
            "DIEN",
            Map.of(
                "gru_type",
                "AGRU",
                "attention_type",
                "din_attention",
                "use_attention_softmax",
                false)),
        Arguments.of(
            "DIEN",
            Map.of(
                "dien_target_field",
                TARGETS_APART,
                "dien_sequence_field",
                HISTORIES_APART,
                "dien_neg_seq_field",
                List.of("neg_click_history", "neg_cate_history"),
                "aux_loss_alpha",
                0.5)),
        Arguments.of("DIEN", Map.of("aux_loss_alpha", 1, "attention_dropout", 0.2)),
        Arguments.of("BST", Map.of()),
        Arguments.of(
            "BST",
            Map.of(
                "bst_target_field",
                TARGETS_APART,
                "bst_sequence_field",
                HISTORIES_APART,
                "stacked_transformer_layers",
                2,
                "seq_pooling_type",
                "sum",
                "attention_dropout",
                0.2,
                "net_dropout",
                0.2)),
        Arguments.of("BST", Map.of("seq_pooling_type", "concat", "use_causal_mask", true)),
        Arguments.of(
            "BST",
            Map.of("seq_pooling_type", "target", "use_position_emb", false, "layer_norm", false)),
        Arguments.of("BST", Map.of("use_residual", false, "embedding_dim", 6)),
        Arguments.of("BST", Map.of("embedding_dim", 5, "num_heads", 3)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("options")
  void everyWeightLearns(String model, Map<String, Object> options) throws InterruptedException {
    NetworkTrial.sequential(model, options).learns();
  }

  @ParameterizedTest
  @ValueSource(strings = {"DIN", "DIEN", "BST"})
  void whatTheUserDidCounts(String model) throws InterruptedException {
    float[] scores =
        NetworkTrial.sequential(model, Map.of()).scores(new int[][] {{1, 2}, {1, 3}, {}});

    assertThat(scores[0]).isNotCloseTo(scores[1], within(1e-5f));
    assertThat(scores[0]).isNotCloseTo(scores[2], within(1e-5f));
  }

  @Test
  void theOrderOfWhatTheUserDidCountsForRecurrenceAlone() throws InterruptedException {
    int[][] orders = {{1, 2, 3}, {3, 2, 1}};
    float[] weighed = NetworkTrial.sequential("DIN", Map.of()).scores(orders);
    float[] evolved = NetworkTrial.sequential("DIEN", Map.of()).scores(orders);
    float[] withoutPositions =
        NetworkTrial.sequential("BST", Map.of("use_position_emb", false)).scores(orders);

    assertThat(weighed[0]).isCloseTo(weighed[1], within(1e-5f));
    assertThat(withoutPositions[0]).isCloseTo(withoutPositions[1], within(1e-5f));
    assertThat(evolved[0]).isNotCloseTo(evolved[1], within(1e-5f));
  }
}

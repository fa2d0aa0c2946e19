package io.fuxictr.ctr.model.sequence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.ctr.NetworkTrial;
import io.fuxictr.ctr.PublishedSize;
import io.fuxictr.ctr.config.ModelConfigException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SequenceModelsTest {
  private static final Map<String, Object> DEEP =
      Map.of("embedding_dim", 64, "dnn_hidden_units", List.of(1024, 512, 256), "batch_norm", true);

  @Test
  void dinHasAsManyNumbersAsPublished() {
    assertThat(
            PublishedSize.onElectronics(
                "DIN",
                with(
                    Map.of(
                        "attention_hidden_units", List.of(512, 256), "dnn_activations", "Dice"))))
        .isEqualTo(5_403_522);
  }

  @Test
  void dienHasAsManyNumbersAsPublished() {
    assertThat(
            PublishedSize.onElectronics(
                "DIEN",
                with(
                    Map.of(
                        "attention_type",
                        "din_attention",
                        "attention_hidden_units",
                        List.of(256, 128)))))
        .isEqualTo(5_369_602);
  }

  @Test
  void bstHasAsManyNumbersAsPublished() {
    assertThat(
            PublishedSize.onElectronics(
                "BST",
                with(Map.of("num_heads", 8, "layer_norm", false, "seq_pooling_type", "target"))))
        .isEqualTo(5_301_057);
  }

  private static Map<String, Object> with(Map<String, Object> options) {
    Map<String, Object> all = new HashMap<>(DEEP);
    all.putAll(options);
    return all;
  }

  @Test
  void targetsAndSequencesComeInPairs() {
    assertThatThrownBy(
            () ->
                NetworkTrial.sequential(
                    "DIN", Map.of("din_target_field", List.of("item_id", "cate_id"))))
        .isInstanceOf(ModelConfigException.class)
        .hasMessageContaining("din_target_field is [[item_id], [cate_id]]")
        .hasMessageContaining("as many as in din_sequence_field, which has 1");
  }

  @Test
  void targetAndSequenceHaveOneWidth() {
    assertThatThrownBy(
            () -> NetworkTrial.sequential("DIEN", Map.of("dien_target_field", "item_id")))
        .hasMessageContaining("Target [item_id] of DIEN has width 4")
        .hasMessageContaining("[click_history, cate_history] has 8");
  }

  @Test
  void unknownFeaturesAreAnsweredWithThoseThereAre() {
    assertThatThrownBy(
            () -> NetworkTrial.sequential("BST", Map.of("bst_target_field", "product_id")))
        .hasMessageStartingWith("Hyper-parameter bst_target_field is 'product_id'; allowed: ")
        .hasMessageContaining("item_id, cate_id, price, city");
  }

  @Test
  void sequencesHaveNoEncoder() {
    assertThatThrownBy(() -> NetworkTrial.of("DIN", Map.of()))
        .hasMessageContaining("din_sequence_field is 'click_history'")
        .hasMessageContaining("feature_encoder: null");
  }

  @Test
  void sequencesThatNobodyReadsAreRefused() {
    Map<String, Object> clicksOnly =
        Map.of("din_target_field", "item_id", "din_sequence_field", "click_history");

    assertThatThrownBy(() -> NetworkTrial.sequential("DIN", clicksOnly))
        .hasMessageContaining("Sequence feature cate_history has no feature_encoder");
  }

  @Test
  void headsDivideTheWidthOfTheTransformer() {
    assertThatThrownBy(() -> NetworkTrial.sequential("BST", Map.of("num_heads", 5)))
        .hasMessage(
            "Hyper-parameter num_heads is 5; allowed: divisors of the width of the transformer,"
                + " which is 12");
  }

  @Test
  void anAuxiliaryLossNeedsWhatTheUserDidNotDo() {
    Map<String, Object> options =
        Map.of("aux_loss_alpha", 1, "dien_neg_seq_field", "neg_click_history");

    assertThatThrownBy(() -> NetworkTrial.sequential("DIEN", options))
        .hasMessageContaining("dien_neg_seq_field is [neg_click_history]");
  }
}

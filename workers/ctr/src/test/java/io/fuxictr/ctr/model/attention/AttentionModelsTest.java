package io.fuxictr.ctr.model.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.ctr.NetworkTrial;
import io.fuxictr.ctr.PublishedSize;
import io.fuxictr.ctr.config.ModelConfigException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AttentionModelsTest {

  @Test
  void autoIntHasAsManyNumbersAsPublished() {
    Map<String, Object> options =
        Map.of(
            "attention_dim",
            128,
            "attention_layers",
            5,
            "layer_norm",
            true,
            "dnn_hidden_units",
            List.of(400, 400, 400),
            "batch_norm",
            true);

    assertThat(PublishedSize.onFrappe("AutoInt", options)).isEqualTo(622_280);
  }

  @Test
  void samHasAsManyNumbersAsPublished() {
    Map<String, Object> options =
        Map.of("interaction_type", "SAM3A", "num_interaction_layers", 4, "use_residual", true);

    assertThat(PublishedSize.onFrappe("SAM", options)).isEqualTo(58_891);
  }

  @Test
  void headsDivideTheWidthOfAttention() {
    for (String model : List.of("AutoInt", "DESTINE")) {
      assertThatThrownBy(() -> NetworkTrial.of(model, Map.of("attention_dim", 8, "num_heads", 3)))
          .isInstanceOf(ModelConfigException.class)
          .hasMessage(
              "Hyper-parameter attention_dim is 8; allowed: multiples of num_heads, which is 3");
    }
  }

  @Test
  void allPairsOfSamAreLaidFlat() {
    assertThatThrownBy(() -> NetworkTrial.of("SAM", Map.of("aggregation", "sum_pooling")))
        .hasMessage("Hyper-parameter aggregation is 'sum_pooling'; allowed: concat, with SAM2E");
  }

  @Test
  void wordsOutsideTheListAreRefused() {
    assertThatThrownBy(() -> NetworkTrial.of("SAM", Map.of("interaction_type", "SAM1")))
        .hasMessageContaining("interaction_type is 'SAM1'; allowed: SAM2A, SAM2E, SAM3A, SAM3E");
    assertThatThrownBy(() -> NetworkTrial.of("DESTINE", Map.of("residual_mode", "first_layer")))
        .hasMessageContaining("allowed: each_layer, last_layer, None");
  }

  @Test
  void eulerNetNeedsALayer() {
    assertThatThrownBy(() -> NetworkTrial.of("EulerNet", Map.of("shape", List.of())))
        .hasMessageContaining("shape is []");
  }
}

package io.fuxictr.ctr.model.deep;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuxictr.ctr.model.PublishedSetups;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Compares numbers of trained weights with those that published experiments logged. */
class DeepParameterCountTest {
  private static final List<Integer> THREE = List.of(400, 400, 400);

  @Test
  void wideDeep() {
    assertThat(onFrappe("WideDeep", Map.of("hidden_units", THREE, "batch_norm", true)))
        .isEqualTo(423_390);
  }

  @Test
  void deepFm() {
    assertThat(onFrappe("DeepFM", Map.of("hidden_units", THREE, "batch_norm", true)))
        .isEqualTo(423_391);
  }

  @Test
  void dlrmWithoutNumbers() {
    assertThat(
            onFrappe(
                "DLRM",
                Map.of("interaction_op", "cat", "top_mlp_units", THREE, "batch_norm", true)))
        .isEqualTo(417_991);
  }

  @Test
  void deepFmWithSharedHistories() {
    Map<String, Object> parameters =
        Map.of("hidden_units", List.of(1024, 512, 256), "batch_norm", true);

    assertThat(PublishedSetups.onAmazon("DeepFM", parameters)).isEqualTo(5_134_334);
  }

  private static long onFrappe(String model, Map<String, Object> parameters) {
    return PublishedSetups.onFrappe(model, parameters);
  }
}

package io.fuxictr.ctr.model.factorization;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuxictr.ctr.Frappe;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FactorizationParameterCountTest {

  @Test
  void lr() {
    assertThat(Frappe.trainedNumbers("LR", Map.of())).isEqualTo(5400);
  }

  @Test
  void fm() {
    assertThat(Frappe.trainedNumbers("FM", Map.of())).isEqualTo(59_390);
  }

  @Test
  void afm() {
    assertThat(Frappe.trainedNumbers("AFM", Map.of("attention_dim", 128))).isEqualTo(60_936);
  }

  @Test
  void fwFmWithVectorsPerValue() {
    assertThat(Frappe.trainedNumbers("FwFM", Map.of("linear_type", "FeLV"))).isEqualTo(108_026);
  }

  @Test
  void higherOrdersHaveEmbeddingsOfTheirOwn() {
    assertThat(Frappe.trainedNumbers("HOFM", Map.of("order", 4))).isEqualTo(5400 + 3 * 53_990);
    assertThat(Frappe.trainedNumbers("HOFM", Map.of("order", 4, "reuse_embedding", true)))
        .isEqualTo(5400 + 53_990);
  }
}

package io.fuxictr.ctr.model.product;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuxictr.ctr.Frappe;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProductParameterCountTest {
  private static final List<Integer> UNITS = List.of(400, 400, 400);

  @Test
  void fiBiNetWithOneMatrix() {
    assertThat(
            Frappe.trainedNumbers(
                "FiBiNET",
                Map.of(
                    "hidden_units",
                    UNITS,
                    "batch_norm",
                    true,
                    "bilinear_type",
                    "field_all",
                    "reduction_ratio",
                    2)))
        .isEqualTo(743_690);
  }

  @Test
  void pnn() {
    assertThat(Frappe.trainedNumbers("PNN", Map.of("hidden_units", UNITS))).isEqualTo(433_591);
  }

  @Test
  void nfm() {
    assertThat(Frappe.trainedNumbers("NFM", Map.of("hidden_units", UNITS))).isEqualTo(384_990);
  }
}

package io.fuxictr.ctr.model.product;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.ctr.OptionCheck;
import io.fuxictr.ctr.Synthetic;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.zoo.ModelRegistry;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProductOptionsIT {

  @ParameterizedTest
  @ValueSource(strings = {"NFM", "PNN", "ONN", "FLEN", "FiBiNET", "AFN", "AOANet", "DeepIM"})
  void everyModelLearnsWithItsDefaults(String model) throws InterruptedException {
    OptionCheck.learns(model, Map.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"NFM", "PNN", "ONN", "FLEN", "FiBiNET", "AFN", "AOANet"})
  void everyModelNormalisesAndLeavesOut(String model) throws InterruptedException {
    OptionCheck.learns(model, Map.of("batch_norm", true, "net_dropout", 0.1));
    OptionCheck.learns(model, Map.of("batch_norm", false));
  }

  @ParameterizedTest
  @ValueSource(strings = {"field_all", "field_each", "field_interaction"})
  void fiBiNetHasThreeBilinearProducts(String type) throws InterruptedException {
    OptionCheck.learns(
        "FiBiNET",
        Map.of(
            "bilinear_type",
            type,
            "excitation_activation",
            "Sigmoid",
            "reduction_ratio",
            2.5,
            "hidden_units",
            List.of(8)));
  }

  @Test
  void afnGoesWithoutEnsemble() throws InterruptedException {
    OptionCheck.learns("AFN", Map.of("ensemble_dnn", false, "afn_dropout", 0.1));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void deepImHasFiveOrders(int order) throws InterruptedException {
    OptionCheck.learns(
        "DeepIM", Map.of("im_order", order, "im_batch_norm", true, "net_batch_norm", true));
  }

  @Test
  void aoaNetHasOneLayerOrMore() throws InterruptedException {
    OptionCheck.learns("AOANet", Map.of("num_interaction_layers", 1, "num_subspaces", 2));
  }

  @Test
  void refusesWhatCannotBeBuilt() {
    refuses("PNN", Map.of("product_type", "outer"), "product_type is 'outer'; allowed: inner");
    refuses("FiBiNET", Map.of("bilinear_type", "all"), "field_all, field_each, field_interaction");
    refuses("FiBiNET", Map.of("excitation_activation", "Tanh"), "ReLU, Sigmoid");
    refuses("FiBiNET", Map.of("reduction_ratio", 0), "reduction_ratio is 0");
    refuses("DeepIM", Map.of("im_order", 6), "im_order is 6");
    refuses("AFN", Map.of("logarithmic_neurons", 0), "logarithmic_neurons is 0");
    refuses("AOANet", Map.of("num_subspaces", 0), "num_subspaces is 0");
    refuses("AOANet", Map.of("dnn_hidden_units", List.of()), "dnn_hidden_units");
  }

  @Test
  void flenNeedsASourceForEachFeature() {
    assertThatThrownBy(() -> ModelRegistry.build(Synthetic.setup("FLEN", Map.of())))
        .isInstanceOf(ModelConfigException.class)
        .hasMessageContaining("none has source user; set it in feature_specs");
  }

  private static void refuses(String model, Map<String, Object> options, String message) {
    assertThatThrownBy(() -> OptionCheck.build(model, options))
        .isInstanceOf(ModelConfigException.class)
        .hasMessageContaining(message);
  }
}

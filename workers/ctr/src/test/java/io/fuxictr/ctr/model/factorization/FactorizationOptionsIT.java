package io.fuxictr.ctr.model.factorization;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.ctr.OptionCheck;
import io.fuxictr.ctr.config.ModelConfigException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FactorizationOptionsIT {

  @ParameterizedTest
  @ValueSource(strings = {"LR", "FM", "FFM", "FwFM", "FmFM", "HOFM", "LorentzFM", "AFM", "HFM"})
  void everyModelLearnsWithItsDefaults(String model) throws InterruptedException {
    OptionCheck.learns(model, Map.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"LW", "FeLV", "FiLV"})
  void fwFmHasThreeLinearParts(String type) throws InterruptedException {
    OptionCheck.learns("FwFM", Map.of("linear_type", type));
  }

  @Test
  void fmFmHasAVectorPerPair() throws InterruptedException {
    OptionCheck.learns("FmFM", Map.of("field_interaction_type", "vectorized"));
  }

  @Test
  void ordersShareEmbeddingsOrHaveWidthsOfTheirOwn() throws InterruptedException {
    OptionCheck.learns("HOFM", Map.of("order", 5, "reuse_embedding", true));
    OptionCheck.learns("HOFM", Map.of("order", 4, "embedding_dim", List.of(4, 3, 2)));
    OptionCheck.learns("HOFM", Map.of("order", 2));
  }

  @Test
  void afmWithoutAttentionAddsItsPairs() throws InterruptedException {
    OptionCheck.learns("AFM", Map.of("use_attention", false));
    OptionCheck.learns("AFM", Map.of("attention_dropout", List.of(0.2, 0.1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"hadamard_product", "circular_convolution", "circular_correlation"})
  void hfmHasThreeProductsInTwoForms(String type) throws InterruptedException {
    OptionCheck.learns("HFM", Map.of("interaction_type", type, "use_dnn", true));
    OptionCheck.learns("HFM", Map.of("interaction_type", type, "use_dnn", false));
  }

  @Test
  void refusesWhatCannotBeBuilt() {
    refuses("FwFM", Map.of("linear_type", "LV"), "linear_type is 'LV'; allowed: LW, FeLV, FiLV");
    refuses("FmFM", Map.of("field_interaction_type", "x"), "matrixed, vectorized");
    refuses("HOFM", Map.of("order", 1), "order is 1");
    refuses("HOFM", Map.of("order", 6), "2 to the number of features, 5");
    refuses("HOFM", Map.of("embedding_dim", List.of(4, 4, 4)), "a list of 2");
    refuses("AFM", Map.of("attention_dropout", List.of(0.1)), "a list of two numbers");
    refuses("AFM", Map.of("attention_dim", 0), "attention_dim is 0");
    refuses("HFM", Map.of("interaction_type", "x"), "hadamard_product, circular_convolution");
  }

  private static void refuses(String model, Map<String, Object> options, String message) {
    assertThatThrownBy(() -> OptionCheck.build(model, options))
        .isInstanceOf(ModelConfigException.class)
        .hasMessageContaining(message);
  }
}

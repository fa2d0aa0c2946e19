package io.fuxictr.ctr.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuxictr.ctr.config.Question;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelParametersTest {

  static List<String> names() {
    return ModelRegistry.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyModelIsBuiltFromItsDefaultsAndTellsWhatItAsksFor(String model) {
    assertThat(ModelRegistry.parameters(model)).extracting(Question::key).contains("embedding_dim");
  }
}

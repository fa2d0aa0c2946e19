package io.fuxictr.ctr.zoo;

import static org.assertj.core.api.Assertions.assertThatCode;

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
    assertThatCode(() -> ModelRegistry.parameters(model)).doesNotThrowAnyException();
  }
}

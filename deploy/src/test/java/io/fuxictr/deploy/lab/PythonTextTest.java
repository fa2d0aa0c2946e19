package io.fuxictr.deploy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuxictr.config.FieldGroup;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonTextTest {
  @ParameterizedTest
  @CsvSource({
    "0.001, 0.001",
    "0.0001, 0.0001",
    "0.00001, 1e-05",
    "1.5e-7, 1.5e-07",
    "1e-10, 1e-10",
    "1.0, 1.0",
    "-0.25, -0.25",
    "1000000.0, 1000000.0",
    "1e15, 1000000000000000.0",
    "1e16, 1e+16",
    "1.25e100, 1.25e+100",
    "0.0, 0.0",
    "123456.789, 123456.789"
  })
  void fractionsAreWrittenAsPythonDoes(double number, String text) {
    assertThat(PythonText.str(number)).isEqualTo(text);
  }

  @Test
  void textIsInQuotesInsideOnly() {
    assertThat(PythonText.str("AUC")).isEqualTo("AUC");
    assertThat(PythonText.str(List.of("AUC", "it's", "a\\b")))
        .isEqualTo("['AUC', \"it's\", 'a\\\\b']");
  }

  @Test
  void otherValuesHaveTheirNames() {
    assertThat(PythonText.str(true)).isEqualTo("True");
    assertThat(PythonText.str(null)).isEqualTo("None");
    assertThat(PythonText.str(Arrays.asList(64, null, false))).isEqualTo("[64, None, False]");
    assertThat(PythonText.str(new FieldGroup(List.of("a", "b")))).isEqualTo("('a', 'b')");
    assertThat(PythonText.str(new FieldGroup(List.of("a")))).isEqualTo("('a',)");
  }

  @Test
  void mapKeepsItsOrder() {
    var map = new LinkedHashMap<String, Object>();
    map.put("logloss", -1);
    map.put("AUC", 1.5);

    assertThat(PythonText.str(map)).isEqualTo("{'logloss': -1, 'AUC': 1.5}");
  }
}

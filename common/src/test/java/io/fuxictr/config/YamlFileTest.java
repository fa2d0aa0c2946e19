package io.fuxictr.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlFileTest {
  @TempDir private Path folder;

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("some.yaml"), text);
  }

  private Object read(String value) throws IOException {
    return YamlFile.read(file("key: " + value + "\n")).getOrDefault("key", "nothing");
  }

  @Nested
  class Scalars {
    @ParameterizedTest
    @CsvSource({
      "1.e-3, 0.001",
      "1.0E-3, 0.001",
      "+1.e-3, 0.001",
      ".5e-3, 0.0005",
      "1., 1",
      "-0.5, -0.5",
      "1.5e+3, 1500"
    })
    void pointAndSignedExponentMakeAFraction(String text, double value) throws IOException {
      assertThat(read(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {"1e-3", "1e5", "5e-4", "1.e3", "1.0e3", "-.5e-3", "None", "l2(1.e-6)", "y", "n"})
    void theseAreText(String text) throws IOException {
      assertThat(read(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"1_000, 1000", "010, 8", "0x1F, 31", "1:30, 90", "-7, -7", "0b11, 3"})
    void theseAreWholeNumbers(String text, int value) throws IOException {
      assertThat(read(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "~", "", "Null", "NULL"})
    void theseAreNothing(String text) throws IOException {
      assertThat(YamlFile.read(file("key: " + text + "\n"))).containsEntry("key", null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"yes", "on", "True", "true", "TRUE", "Yes", "On"})
    void theseAreTrue(String text) throws IOException {
      assertThat(read(text)).isEqualTo(true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "off", "False", "false", "FALSE", "No", "Off"})
    void theseAreFalse(String text) throws IOException {
      assertThat(read(text)).isEqualTo(false);
    }

    @Test
    void listInQuotesStaysText() throws IOException {
      assertThat(read("\"['a','b']\"")).isEqualTo("['a','b']");
    }

    @Test
    void dateIsText() throws IOException {
      assertThat(read("2024-01-31")).isEqualTo("2024-01-31");
    }
  }

  @Nested
  class Groups {
    @Test
    void tupleIsAGroupAndListIsNot() throws IOException {
      assertThat(read("[!!python/tuple [item, cate], user]"))
          .isEqualTo(List.of(new FieldGroup(List.of("item", "cate")), "user"));
    }

    @Test
    void groupIsAMapForWhoeverKnowsPlainValuesOnly() throws IOException {
      assertThat(read("!!python/tuple [item, cate]")).isEqualTo(read("{fields: [item, cate]}"));
    }

    @Test
    void tupleOfListsIsRefused() throws IOException {
      Path file = file("a: 1\nb: !!python/tuple [[x], y]\n");

      assertThatThrownBy(() -> YamlFile.read(file))
          .isInstanceOf(InvalidConfigException.class)
          .hasMessageContaining("line 2: !!python/tuple needs a list of names");
    }
  }

  @Nested
  class Refused {
    @ParameterizedTest
    @ValueSource(
        strings = {
          "!!python/object/apply:os.system [ls]",
          "!!java.net.URL [http://127.0.0.1]",
          "!!binary aGVsbG8=",
          "!!set {a}",
          "!local x"
        })
    void everyOtherTag(String value) throws IOException {
      Path file = file("key: " + value + "\n");

      assertThatThrownBy(() -> YamlFile.read(file))
          .isInstanceOf(InvalidConfigException.class)
          .hasMessageContaining("line 1: the tag ")
          .hasMessageContaining("is not allowed");
    }

    @Test
    void missingBlankInsideBraces() throws IOException {
      Path file = file("cols:\n  - {name: tags, max_len:15}\n");

      assertThatThrownBy(() -> YamlFile.read(file))
          .hasMessageContaining(
              "line 2: 'max_len:15' has no value: a blank is missing behind the colon");
    }

    @Test
    void keyThatIsThereTwice() throws IOException {
      Path file = file("Base:\n  epochs: 1\n  seed: 2\n  epochs: 3\n");

      assertThatThrownBy(() -> YamlFile.read(file))
          .hasMessageContaining("line 4")
          .hasMessageContaining("epochs");
    }
  }

  @Test
  void whatIsWrittenIsReadTheSame() throws IOException {
    var section = new LinkedHashMap<String, Object>();
    section.put("text", "1e-3");
    section.put("small", 1e-6);
    section.put("large", 1.5e12);
    section.put("whole", 2019);
    section.put("flag", true);
    section.put("nothing", null);
    section.put("date", "2024-01-31");
    section.put("list", Arrays.asList(1, "b", null));
    section.put("group", new FieldGroup(List.of("item", "cate")));
    Map<String, Object> content = Map.of("section", section);

    String text = YamlFile.write(content);

    assertThat(YamlFile.read(file(text))).isEqualTo(content);
    assertThat(text).contains("!!python/tuple", "small: 1.0E-6", "large: 1.5E+12", "text: 1e-3");
  }

  @Test
  void valueIsReadAsAFileHasIt() {
    assertThat(YamlFile.value("[64, 32]")).hasValue(List.of(64, 32));
    assertThat(YamlFile.value("1e-3")).hasValue("1e-3");
    assertThat(YamlFile.value("null")).isEmpty();
    assertThat(YamlFile.value("{AUC: 1, logloss: -1}")).hasValue(Map.of("AUC", 1, "logloss", -1));
  }

  @Test
  void lineOfAKeyIsFoundUnderItsParents() throws IOException {
    Path file = file("Base:\n  epochs: 1\nDCN:\n  model: DCN\n  epochs: 3\n");

    assertThat(YamlFile.line(file, List.of("DCN", "epochs"))).isEqualTo(OptionalInt.of(5));
    assertThat(YamlFile.line(file, List.of("DCN", "seed"))).isEqualTo(OptionalInt.empty());
  }
}

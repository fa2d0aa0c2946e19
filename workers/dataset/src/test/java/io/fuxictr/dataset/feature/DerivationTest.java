package io.fuxictr.dataset.feature;

import static io.fuxictr.dataset.Built.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fuxictr.dataset.Built;
import io.fuxictr.dataset.part.DatasetException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DerivationTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "log, 0, 0",
    "log, -5, 0",
    "convert_to_bucket, 2, 2",
    "convert_to_bucket, 1.7, 1",
    "convert_to_bucket, -1, -1",
    "convert_to_bucket, 3, 1",
    "convert_to_bucket, 100, 21",
    "convert_weekday, 14102100, 2",
    "convert_weekday, 14102600, 0",
    "convert_weekday, 14102523, 6",
    "convert_weekend, 14102523, 1",
    "convert_weekend, 14102600, 1",
    "convert_weekend, 14102723, 0",
    "convert_hour, 14102123, 23",
    "convert_hour, 14102105, 5",
    "extract_country_code, DEXYZ, DE",
    "extract_country_code, D, D",
    "bucketize_age, 1, 1",
    "bucketize_age, 10, 1",
    "bucketize_age, 11, 2",
    "bucketize_age, 60, 6",
    "bucketize_age, 61, 7",
    "bucketize_age, 95, 7",
    "bucketize_age, 0, ''",
    "bucketize_age, 96, ''"
  })
  void aValueBecomesWhatTheReferenceMakesOfIt(String function, String value, String expected) {
    Derivation derivation = Derivation.parse(function, "c").orElseThrow();

    assertThat(derivation.text(value)).contains(expected);
  }

  @Test
  void onlyCountriesAndAgesAreMadeOfNothing() {
    for (Derivation.Function function : Derivation.Function.values()) {
      boolean isText =
          function == Derivation.Function.EXTRACT_COUNTRY_CODE
              || function == Derivation.Function.BUCKETIZE_AGE;

      assertThat(new Derivation(function, "c").text((String) null).isPresent())
          .as(function.wireName())
          .isEqualTo(isText);
    }
  }

  @Test
  void anArgumentIsOneColumnAndWithoutItTheColumnItself() {
    assertThat(Derivation.parse("convert_hour(hour)", "c"))
        .contains(new Derivation(Derivation.Function.CONVERT_HOUR, "hour"));
    assertThat(Derivation.parse("convert_hour", "c"))
        .contains(new Derivation(Derivation.Function.CONVERT_HOUR, "c"));
    assertThat(Derivation.parse("copy_from", "c")).isEmpty();
    assertThat(Derivation.parse("exec(c)", "c")).isEmpty();
  }

  @Test
  void columnsAreDerivedBeforeWhatIsMissingIsFilled() {
    Built built =
        Built.of(
            folder,
            "SELECT * FROM (VALUES (1, 3.0::DOUBLE), (2, NULL), (3, -1)) v(i, n) ORDER BY i",
            List.of(
                column("n_log", "numeric", "dtype", "float", "preprocess", "log(n)", "fill_na", 9),
                column("n", "numeric", "dtype", "float", "fill_na", 5)));

    assertThat(built.processed().numbers("n_log"))
        .containsExactly(new float[] {(float) Math.log(4), 9, 0}, within(1e-6f));
    assertThat(built.processed().numbers("n")).containsExactly(3, 5, -1);
    assertThat(built.encoded().numbers("n_log")).isEqualTo(built.processed().numbers("n_log"));
  }

  @Test
  void oneRawColumnServesManyWhateverTheirKinds() {
    Built built =
        Built.of(
            folder,
            """
            SELECT * FROM (VALUES
              (1, '14102123', 4.0::DOUBLE, ['p', 'q']), (2, '14102500', 2.5, ['q']),
              (3, '14102600', NULL, NULL)) v(i, hour, n, l) ORDER BY i
            """,
            List.of(
                column("day", "categorical", "dtype", "int", "preprocess", "convert_weekday(hour)"),
                column("of_day", "numeric", "dtype", "int", "preprocess", "convert_hour(hour)"),
                column("hour", "categorical"),
                column("n", "numeric", "dtype", "float"),
                column("n_text", "categorical", "dtype", "float", "preprocess", "copy_from(n)"),
                column("copy", "sequence", "dtype", "list", "preprocess", "copy_from(l)"),
                column("l", "sequence", "dtype", "list", "max_len", 1)));

    assertThat(built.processed().ids("day")).containsExactly(1, 2, 3);
    assertThat(built.processed().numbers("of_day")).containsExactly(23, 0, 0);
    assertThat(built.processed().ids("hour")).containsExactly(1, 2, 3);
    assertThat(built.processed().numbers("n")).containsExactly(4, 2.5f, 0);
    assertThat(built.processed().ids("n_text")).containsExactly(1, 2, 3);
    assertThat(built.processed().ids("copy")).containsExactly(2, 1, 1, 0, 0, 0);
    assertThat(built.encoded().ids("day")).containsExactly(1, 2, 3);
    assertThat(built.encoded().numbers("n")).containsExactly(4, 2.5f, 0);
  }

  @Test
  void anHourThatIsNoneIsSaid() {
    assertThatThrownBy(
            () ->
                Built.of(
                    folder,
                    "SELECT * FROM (VALUES ('14139900'), ('14102100')) v(hour)",
                    List.of(column("d", "categorical", "preprocess", "convert_weekday(hour)"))))
        .isInstanceOf(DatasetException.class)
        .hasMessage(
            "Preprocessing column 'hour' by convert_weekday: found '14139900'; expected an hour as"
                + " yymmddhh");
  }

  @Test
  void aRawColumnThatIsMissingOrOfAnotherKindIsSaid() {
    assertThatThrownBy(
            () ->
                Built.of(
                    folder,
                    "SELECT * FROM (VALUES ('x')) v(t)",
                    List.of(column("d", "categorical", "preprocess", "convert_hour(hour)"))))
        .hasMessageContaining("columns [hour] are missing");
    assertThatThrownBy(
            () ->
                Built.of(
                    folder,
                    "SELECT * FROM (VALUES ('x')) v(t)",
                    List.of(column("d", "numeric", "dtype", "float", "preprocess", "log(t)"))))
        .hasMessageContaining("column 't' holds TEXT and cannot be numeric by preprocess log(t)");
  }
}

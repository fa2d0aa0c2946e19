package io.fuxictr.dataset.part;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.dataset.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartReaderTest {
  private static final int FEW = 7;

  @TempDir Path folder;

  @Test
  void footerNamesColumnsAndWhatTheyHold() {
    Path file =
        Table.write(
            folder.resolve("types.parquet"),
            "SELECT 1::INTEGER i, 2::BIGINT l, 1.5::FLOAT f, 2.5::DOUBLE d, 1.25::DECIMAL(9,2) c,"
                + " true b, 'x' t, ['a'] lt, [1] li, [1.5::DOUBLE] ld, DATE '2020-01-01' da,"
                + " {'a': 1} st, [[1]] ll, 'x'::BLOB bl");

    PartFooter footer = PartFooter.read(file);

    assertThat(footer.rows()).isEqualTo(1);
    assertThat(footer.types())
        .containsExactly(
            Map.entry("i", ColumnType.INTEGER),
            Map.entry("l", ColumnType.INTEGER),
            Map.entry("f", ColumnType.FLOATING),
            Map.entry("d", ColumnType.FLOATING),
            Map.entry("c", ColumnType.DECIMAL),
            Map.entry("b", ColumnType.BOOLEAN),
            Map.entry("t", ColumnType.TEXT),
            Map.entry("lt", ColumnType.LIST_OF_TEXT),
            Map.entry("li", ColumnType.LIST_OF_INTEGER),
            Map.entry("ld", ColumnType.LIST_OF_FLOATING),
            Map.entry("da", ColumnType.OTHER),
            Map.entry("st", ColumnType.OTHER),
            Map.entry("ll", ColumnType.OTHER),
            Map.entry("bl", ColumnType.OTHER));
  }

  @Test
  void everyKindOfNumberIsReadAsDoubleAndNullAsNan() {
    Path file =
        Table.write(
            folder.resolve("numbers.parquet"),
            "SELECT * FROM (VALUES (1::TINYINT, -2::BIGINT, 1.5::FLOAT, -12.34::DECIMAL(30,2),"
                + " 0.05::DECIMAL(4,2), true, 18446744073709551615::UBIGINT),"
                + " (null, null, null, null, null, null, null)) v(a, b, c, d, e, f, g)");

    assertThat(numbers(file, "a")).containsExactly(1.0, Double.NaN);
    assertThat(numbers(file, "b")).containsExactly(-2.0, Double.NaN);
    assertThat(numbers(file, "c")).containsExactly(1.5, Double.NaN);
    assertThat(numbers(file, "d")).containsExactly(-12.34, Double.NaN);
    assertThat(numbers(file, "e")).containsExactly(0.05, Double.NaN);
    assertThat(numbers(file, "f")).containsExactly(1.0, Double.NaN);
    assertThat(numbers(file, "g")).containsExactly(0x1p64, Double.NaN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "COMPRESSION snappy",
        "COMPRESSION zstd",
        "COMPRESSION gzip",
        "COMPRESSION lz4_raw",
        "COMPRESSION uncompressed",
        "COMPRESSION snappy, PARQUET_VERSION V2",
        "COMPRESSION zstd, PARQUET_VERSION V2, DICTIONARY_SIZE_LIMIT 1",
        "COMPRESSION zstd, ROW_GROUP_SIZE 2048"
      })
  void listsAndTextsComeBackFromEveryKindOfFile(String options) {
    String query =
        "SELECT i, CASE WHEN i % 5 = 0 THEN NULL ELSE 'w' || (i % 90) END AS w,"
            + " CASE WHEN i % 7 = 0 THEN NULL WHEN i % 7 = 1 THEN [] WHEN i % 7 = 2 THEN [NULL]"
            + " ELSE ['a' || i, NULL, 'b' || (i % 3)] END AS ws, i % 11 AS n"
            + " FROM range(6000) r(i) ORDER BY i";
    Path file = Table.write(folder.resolve("lists.parquet"), query, options);

    List<String> words = texts(file, "w");
    List<String> lists = texts(file, "ws");

    assertThat(words).hasSize(6000);
    assertThat(lists).hasSize(6000);
    for (int i = 0; i < 6000; i++) {
      assertThat(words.get(i)).isEqualTo(i % 5 == 0 ? "null" : "w" + i % 90);
      String list =
          i % 7 < 2 ? "[]" : i % 7 == 2 ? "[null]" : "[a%d, null, b%d]".formatted(i, i % 3);
      assertThat(lists.get(i)).isEqualTo(list);
    }
    assertThat(texts(file, "n").subList(0, 12)).last().isEqualTo("0");
  }

  @Test
  void wholeNumbersAreTheSameTokenWhateverTheirType() {
    Path file =
        Table.write(
            folder.resolve("tokens.parquet"),
            "SELECT 5::INTEGER a, 5::BIGINT b, 5.0::DOUBLE c, 5.00::DECIMAL(9,2) d, true e,"
                + " 5.5::DOUBLE f, -0.0::DOUBLE g, 4294967295::UINTEGER h");

    assertThat(texts(file, "a")).containsExactly("5");
    assertThat(texts(file, "b")).containsExactly("5");
    assertThat(texts(file, "c")).containsExactly("5");
    assertThat(texts(file, "d")).containsExactly("5");
    assertThat(texts(file, "e")).containsExactly("1");
    assertThat(texts(file, "f")).containsExactly("5.5");
    assertThat(texts(file, "g")).containsExactly("0");
    assertThat(texts(file, "h")).containsExactly("4294967295");
  }

  @Test
  void aColumnThatNobodyAskedForInABlockIsSkipped() {
    Path file =
        Table.write(
            folder.resolve("skip.parquet"),
            "SELECT i, ['x' || i, 'y'] AS l FROM range(20) r(i) ORDER BY i");

    List<String> seen = new ArrayList<>();
    try (var reader = PartReader.open(file, Map.of("l", ColumnForm.TOKENS), FEW)) {
      assertThat(reader.next()).isPresent();
      assertThat(reader.next()).isPresent();
      seen.addAll(texts(reader.next().orElseThrow().column("l")));
    }

    assertThat(seen).first().isEqualTo("[x14, y]");
  }

  @Nested
  class WithBadFiles {
    @Test
    void textIsNoParquet() throws IOException {
      Path file = Files.writeString(folder.resolve("a.parquet"), "user_id,label\n1,0\n".repeat(9));

      assertThatThrownBy(() -> PartFooter.read(file))
          .isInstanceOf(DatasetException.class)
          .hasMessageContaining(file.toString())
          .hasMessageContaining("not a complete Parquet file")
          .hasMessageContaining("export it again");
    }

    @Test
    void anEmptyFileIsNoParquet() throws IOException {
      Path file = Files.createFile(folder.resolve("empty.parquet"));

      assertThatThrownBy(() -> PartFooter.read(file)).isInstanceOf(DatasetException.class);
    }

    @Test
    void aCutFileIsNotComplete() throws IOException {
      Path file = Table.write(folder.resolve("b.parquet"), "SELECT i FROM range(50000) r(i)");
      byte[] bytes = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));

      assertThatThrownBy(() -> PartFooter.read(file))
          .isInstanceOf(DatasetException.class)
          .hasMessageContaining("cut off");
    }

    @Test
    void aDamagedPageNamesFileAndColumn() throws IOException {
      Path file =
          Table.write(folder.resolve("c.parquet"), "SELECT 'w' || i AS w FROM range(50000) r(i)");
      byte[] bytes = Files.readAllBytes(file);
      Arrays.fill(bytes, 100, bytes.length / 2, (byte) 0x5a);
      Files.write(file, bytes);

      assertThatThrownBy(() -> texts(file, "w"))
          .isInstanceOf(DatasetException.class)
          .hasMessageContaining(file.toString());
    }

    @Test
    void aMissingFileIsNamed() {
      assertThatThrownBy(() -> PartFooter.read(folder.resolve("none.parquet")))
          .isInstanceOf(DatasetException.class)
          .hasMessageContaining("there is no such file");
    }

    @Test
    void missingColumnsAreAllNamedWithThoseFound() {
      Path file = Table.write(folder.resolve("d.parquet"), "SELECT 1 AS a, 2 AS b");
      var forms = Map.of("a", ColumnForm.NUMBERS, "x", ColumnForm.NUMBERS, "y", ColumnForm.TOKENS);

      assertThatThrownBy(() -> PartReader.open(file, forms, FEW))
          .hasMessageContaining("[x, y] are missing")
          .hasMessageContaining("[a, b]");
    }

    @Test
    void aTextIsNotReadAsNumber() {
      Path file = Table.write(folder.resolve("e.parquet"), "SELECT 'x' AS a");

      assertThatThrownBy(() -> PartReader.open(file, Map.of("a", ColumnForm.NUMBERS), FEW))
          .isInstanceOf(DatasetException.class)
          .hasMessageContaining("column 'a'");
    }
  }

  private static List<Double> numbers(Path file, String column) {
    List<Double> result = new ArrayList<>();
    try (var reader = PartReader.open(file, Map.of(column, ColumnForm.NUMBERS), FEW)) {
      for (var block = reader.next(); block.isPresent(); block = reader.next()) {
        Arrays.stream(block.get().numbers(column)).forEach(result::add);
      }
    }
    return result;
  }

  private static List<String> texts(Path file, String column) {
    List<String> result = new ArrayList<>();
    try (var reader = PartReader.open(file, Map.of(column, ColumnForm.TOKENS), FEW)) {
      Optional<PartBlock> block = reader.next();
      while (block.isPresent()) {
        result.addAll(texts(block.get().column(column)));
        block = reader.next();
      }
    }
    return result;
  }

  private static List<String> texts(Column column) {
    return switch (column) {
      case Column.Tokens(int[] codes, Words words) ->
          Arrays.stream(codes).mapToObj(code -> code < 0 ? "null" : words.text(code)).toList();
      case Column.TokenLists(int[] offsets, int[] codes, Words words) -> {
        List<String> rows = new ArrayList<>();
        for (int row = 0; row + 1 < offsets.length; row++) {
          int[] part = Arrays.copyOfRange(codes, offsets[row], offsets[row + 1]);
          rows.add(texts(new Column.Tokens(part, words)).toString());
        }
        yield rows;
      }
      case Column.Numbers _, Column.Ids _, Column.IdLists _, Column.Longs _, Column.FloatLists _ ->
          List.of();
    };
  }
}

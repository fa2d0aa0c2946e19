package io.fuxictr.dataset.build;

import static io.fuxictr.dataset.Built.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.dataset.Table;
import io.fuxictr.dataset.feature.Feature;
import io.fuxictr.dataset.feature.FeatureEncoder;
import io.fuxictr.dataset.feature.FeatureEncoderFile;
import io.fuxictr.dataset.feature.FeatureMapFile;
import io.fuxictr.dataset.part.DatasetException;
import io.fuxictr.dataset.sample.ProcessedSamples;
import io.fuxictr.dataset.sample.SampleBlock;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatasetConfigTest {
  @TempDir Path folder;

  @Nested
  class OfCsv {
    private final List<Map<String, Object>> columns =
        List.of(
            column("user", "meta", "dtype", "int"),
            column("city", "categorical"),
            column("price", "numeric", "dtype", "float", "fill_na", -1),
            column("hist", "sequence", "splitter", " "));

    @Test
    void fieldsAreTypedAsDeclaredAndEmptyOnesAreNull() throws Exception {
      csv(
          "a.csv",
          """
          label;price;user;city;hist;unused
          1;1.5;9007199254740993;"Rome; ""old\""";x y;
          0;;5;;y;
          """);

      Dataset dataset = build(config("a.csv", "sep", ";"));

      SampleBlock train = only(dataset, Split.TRAIN);
      assertThat(train.groups("user")).containsExactly(9007199254740993L, 5);
      assertThat(train.ids("city")).containsExactly(1, 2);
      assertThat(train.numbers("price")).containsExactly(1.5f, -1);
      // y twice: 1; x: 2.
      assertThat(train.ids("hist")).containsExactly(2, 1, 1, 0);
      assertThat(train.labels("label")).containsExactly(1, 0);
      assertThat(encoder(dataset).coder("city").id("Rome; \"old\"")).isEqualTo(1);
      assertThat(folder.resolve("out/shop")).isDirectoryNotContaining("glob:**raw");
    }

    @Test
    void severalFilesAreReadInTheOrderOfTheirNamesAndSoManyRowsOfEach() throws Exception {
      csv("in/2.csv", "label,price,user,city,hist\n0,3,3,c,x\n1,4,4,d,x\n0,5,5,e,x\n");
      csv("in/1.csv", "hist,city,user,price,label\nx,a,1,1,1\nx,b,2,2,0\nx,z,9,9,0\n");
      csv("valid.csv", "label,price,user,city,hist\n1,7,7,a,x\n");

      Dataset dataset = build(config("in", "n_rows", 2, "valid_data", "valid.csv"));

      assertThat(only(dataset, Split.TRAIN).groups("user")).containsExactly(1, 2, 3, 4);
      assertThat(only(dataset, Split.VALID).groups("user")).containsExactly(7);
      assertThat(only(dataset, Split.VALID).ids("city")).containsExactly(1);
    }

    @Test
    void theSameFilesAreNotBuiltTwiceAndChangedOnesAre() throws Exception {
      csv("a.csv", "label,price,user,city,hist\n1,1,1,a,x\n0,2,2,b,x\n");
      Dataset first = build(config("a.csv"));

      Dataset second = build(config("a.csv"));
      csv("a.csv", "label,price,user,city,hist\n1,1,1,a,x\n0,2,2,c,x\n");
      Dataset third = build(config("a.csv"));

      assertThat(second).isEqualTo(first);
      assertThat(third.fingerprint()).isNotEqualTo(first.fingerprint());
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        quoteCharacter = '~',
        value = {
          "1,1,x,a,x | line 3, column 'user' is 'x', which is no whole number of 64 bits (dtype"
              + " int)",
          "1,1.0.0,1,a,x | line 3, column 'price' is '1.0.0', which is no number (dtype float)",
          "yes,1,1,a,x | line 3, column 'label' is 'yes', which is no number",
          "1,1,1,a | every line needs as many fields as the first",
          "2,1,1,a,x | labels must be 0, 1 or missing"
        })
    void aValueOfAnotherTypeIsNamedByFileLineAndColumn(String line, String reason)
        throws Exception {
      csv("a.csv", "label,price,user,city,hist\n0,2,2,b,x\n" + line + "\n");

      assertThatThrownBy(() -> build(config("a.csv")))
          .isInstanceOf(DatasetException.class)
          .hasMessageContaining(reason);
      assertThat(folder.resolve("out/shop")).isEmptyDirectory();
    }

    @Test
    void missingColumnsAreNamed() throws Exception {
      csv("a.csv", "label;price\n0;2\n");

      assertThatThrownBy(() -> build(config("a.csv")))
          .hasMessageContaining("columns [label, user, city, price, hist] are missing")
          .hasMessageContaining("sep, which is ','");
    }

    @Test
    void emptyFilesAreSaidSo() throws Exception {
      csv("a.csv", "");
      csv("b.csv", "label,price,user,city,hist\n");

      assertThatThrownBy(() -> build(config("a.csv")))
          .hasMessageContaining("the file is empty; its first line must name the columns");
      assertThatThrownBy(() -> build(config("b.csv"))).hasMessageContaining("no training rows");
    }

    private DatasetConfig config(String path, Object... more) {
      return DatasetConfigTest.this.config("csv", path, columns, more);
    }
  }

  @Nested
  class OfArrays {

    @Test
    void eachArrayIsAColumn() throws Exception {
      Path file = Path.of(getClass().getResource("/npz/table.npz").toURI());
      List<Map<String, Object>> columns =
          List.of(
              column("big", "meta", "dtype", "int"),
              column("c", "categorical"),
              column("n", "numeric", "dtype", "float", "fill_na", 7),
              column("s", "sequence", "dtype", "list", "remap", false),
              column("w", "embedding", "dtype", "list", "pretrain_dim", 2));

      SampleBlock train = only(build(config("npz", file.toString(), columns)), Split.TRAIN);

      assertThat(train.groups("big")).containsExactly(9007199254740993L, 2, 3, 4);
      assertThat(train.ids("c")).containsExactly(1, 2, 1, 3);
      assertThat(train.numbers("n")).containsExactly(.5f, 7, 2, 3);
      assertThat(train.ids("s")).containsExactly(1, 2, 3, 0, 1, 1, 2, 0);
      assertThat(train.vectors("w")).containsExactly(.5f, 1, 2, 3, 4, 5, 6, 7);
      assertThat(train.labels("label")).containsExactly(0, 1, 1, 0);
    }

    @Test
    void aMissingArrayIsNamed() throws URISyntaxException {
      Path file = Path.of(getClass().getResource("/npz/texts.npz").toURI());

      assertThatThrownBy(
              () -> build(config("npz", file.toString(), List.of(column("c", "categorical")))))
          .hasMessageContaining("columns [label, c] are missing; arrays found: [key, value]");
    }
  }

  @Nested
  class WhenItIsEncodedAlready {
    private final List<Map<String, Object>> columns =
        List.of(
            column("c", "categorical", "dtype", "int", "vocab_size", 5),
            column("n", "numeric", "dtype", "float", "normalizer", "MinMaxScaler"),
            column("s", "sequence", "dtype", "list", "vocab_size", 9, "max_len", 2));

    @Test
    void filesStayWhereTheyAreAndAreDescribed() throws Exception {
      Path file =
          Table.write(
              folder.resolve("t.parquet"),
              "SELECT * FROM (VALUES (4, 0.25, [8, 0], 1), (1, 0.5, [1, 2], 0)) v(c, n, s, label)");

      Dataset dataset = build(encoded("t.parquet", columns));

      assertThat(dataset.files(Split.TRAIN)).containsExactly(file);
      assertThat(dataset.rows(Split.TRAIN)).isEqualTo(2);
      assertThat(dataset.featureMap().features().getFirst())
          .isEqualTo(new Feature.Categorical("c", "", 5, Optional.empty(), OptionalInt.empty()));
      SampleBlock train = only(dataset, Split.TRAIN);
      assertThat(train.ids("c")).containsExactly(4, 1);
      assertThat(train.numbers("n")).containsExactly(.25f, .5f);
      assertThat(train.ids("s")).containsExactly(8, 0, 1, 2);
      assertThat(Dataset.open(dataset.folder())).contains(dataset);
      assertThat(encoder(dataset).featureMap()).isEqualTo(dataset.featureMap());
      // 0 to 3 are themselves, everything else is 4.
      assertThat(encoder(dataset).coder("c").id("3")).isEqualTo(3);
      assertThat(encoder(dataset).coder("c").id("77")).isEqualTo(4);
      assertThat(FeatureMapFile.read(dataset.folder().resolve(FeatureMapFile.NAME)))
          .isEqualTo(dataset.featureMap());
    }

    @Test
    void sizesMustBeDeclared() {
      var without = List.of(column("c", "categorical"), column("s", "sequence", "vocab_size", 3));

      assertThatThrownBy(() -> encoded("t.parquet", without))
          .hasMessageContaining("'c': vocab_size is 'null'; allowed: the number of ids")
          .hasMessageContaining("'s': max_len is 'null'; allowed: the number of ids per sample");
      assertThatThrownBy(() -> config("csv", "t.csv", columns))
          .hasMessageContaining("'c': vocab_size is '5'; allowed: nothing, unless");
    }

    @Test
    void filesInTheFolderOfTheDatasetItselfStayThere() throws Exception {
      Path file =
          Table.write(
              Files.createDirectories(folder.resolve("out/shop")).resolve("train.parquet"),
              "SELECT * FROM (VALUES (4, 0.25, [8, 0], 1), (1, 0.5, [1, 2], 0)) v(c, n, s, label)");
      Files.writeString(folder.resolve("out/shop/pretrained_c.npz"), "vectors");

      Dataset dataset = build(encoded("out/shop/train.parquet", columns));

      assertThat(dataset.files(Split.TRAIN)).containsExactly(file);
      assertThat(file).exists();
      assertThat(folder.resolve("out/shop/pretrained_c.npz")).exists();
      assertThat(Dataset.open(dataset.folder())).contains(dataset);
    }

    @Test
    void mapOfTheProgramThatEncodedThemTakesThePlaceOfDeclaredSizes() throws Exception {
      Table.write(
          folder.resolve("t.parquet"),
          "SELECT * FROM (VALUES (4, 0.25, [8, 0], 1), (1, 0.5, [1, 2], 0)) v(c, n, s, label)");
      Dataset described = build(encoded("t.parquet", columns));
      Path map = described.folder().resolve(FeatureMapFile.NAME);
      String noted = Files.readString(map).replace("\n", "\n ");
      Files.writeString(map, noted);

      Dataset dataset = build(encoded("t.parquet", List.of(column("other", "categorical"))));

      assertThat(dataset.featureMap()).isEqualTo(described.featureMap());
      assertThat(map).hasContent(noted);
      assertThat(only(dataset, Split.TRAIN).ids("s")).containsExactly(8, 0, 1, 2);
      assertThat(encoder(dataset).featureMap()).isEqualTo(dataset.featureMap());
    }

    private DatasetConfig encoded(String path, List<Map<String, Object>> groups) {
      return config("parquet", path, groups, "rebuild_dataset", false);
    }
  }

  @Nested
  class OfParquet {

    @Test
    void soManyRowsOfEachFileAreReadAndFilesOfEqualLengthWritten() throws Exception {
      for (int file = 0; file < 2; file++) {
        Table.write(
            folder.resolve("in-%d.parquet".formatted(file)),
            "SELECT %d + i AS user, i %% 2 AS label, 'x' AS c FROM range(1000) r(i)"
                .formatted(1000 * file),
            "ROW_GROUP_SIZE 300");
      }
      List<Map<String, Object>> columns =
          List.of(column("user", "meta", "dtype", "int"), column("c", "categorical"));

      Dataset dataset =
          build(config("parquet", "in-*.parquet", columns, "n_rows", 700, "data_block_size", 1000));

      assertThat(dataset.rows(Split.TRAIN)).isEqualTo(1400);
      assertThat(dataset.files(Split.TRAIN))
          .extracting(file -> file.getFileName().toString())
          .containsExactly("part_00000.parquet", "part_00001.parquet");
      assertThat(
              Table.rows(
                  "SELECT count(*), min(user), max(user), sum(user) FROM '%s/train/*.parquet'"
                      .formatted(dataset.folder())))
          .containsExactly("1400|0|1699|%d".formatted(699 * 700 / 2 + 700 * 1000 + 699 * 700 / 2));
    }

    @Test
    void aVocabularyOfNothingIsRefused() {
      Table.write(
          folder.resolve("t.parquet"),
          "SELECT NULL::TEXT AS c, 'x' || i AS d, i % 2 AS label FROM range(4) r(i)");

      assertThatThrownBy(
              () ->
                  build(
                      config(
                          "parquet",
                          "t.parquet",
                          List.of(column("c", "categorical"), column("d", "categorical")),
                          "min_categr_count",
                          2)))
          .isInstanceOf(DatasetException.class)
          .hasMessageContaining("Counting the values of columns [c, d]: none occurs often enough");
      assertThat(folder.resolve("out/shop")).isEmptyDirectory();
    }
  }

  @Test
  void unknownKeysAreRefusedWithTheNearestKnown() {
    assertThatThrownBy(
            () -> config("csv", "a.csv", List.of(), "label_cols", 1, "data_blok_size", 3, "x", 1))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("key 'label_cols' is unknown (did you mean 'label_col'?)")
        .hasMessageContaining("key 'data_blok_size' is unknown (did you mean 'data_block_size'?)")
        .hasMessageContaining("key 'x' is unknown; allowed keys: [data_block_size");
  }

  @Test
  void unknownKeysOfColumnsAreRefusedWithTheNearestKnown() {
    var columns =
        List.of(
            column("a", "categorical", "encoder", "x", "max_len:15", "null"),
            column("b", "sequence", "embeding_dim", 4));

    assertThatThrownBy(() -> config("csv", ".", columns))
        .hasMessageContaining("'a': key 'encoder' is unknown (did you mean 'feature_encoder'?)")
        .hasMessageContaining("'a': key 'max_len:15' is unknown (a blank is missing behind")
        .hasMessageContaining("'b': key 'embeding_dim' is unknown (did you mean 'embedding_dim'?)");
  }

  @Test
  void processedDataMayLieElsewhere() throws IOException {
    csv("a.csv", "label,c\n");

    DatasetConfig config =
        config("csv", "a.csv", List.of(column("c", "categorical")), "processed_root", "else");

    assertThat(config.folder()).isEqualTo(folder.resolve("else/shop"));
  }

  private DatasetConfig config(
      String format, String path, List<Map<String, Object>> columns, Object... more) {
    Map<String, Object> block = new LinkedHashMap<>();
    block.put("data_root", "out");
    block.put("data_format", format);
    block.put("train_data", path);
    block.put("feature_cols", columns);
    block.put("label_col", Map.of("name", "label", "dtype", "float"));
    for (int i = 0; i < more.length; i += 2) {
      block.put(more[i].toString(), more[i + 1]);
    }
    return DatasetConfig.of("shop", block, folder, 2021);
  }

  private void csv(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static Dataset build(DatasetConfig config) throws InterruptedException {
    return config.build(2, BuildListener.NONE);
  }

  private static FeatureEncoder encoder(Dataset dataset) {
    return FeatureEncoderFile.read(dataset.folder().resolve(FeatureEncoderFile.NAME));
  }

  private static SampleBlock only(Dataset dataset, Split split) {
    try (var reader = new ProcessedSamples(dataset.files(split), dataset.featureMap()).open()) {
      return reader.next().orElseThrow();
    }
  }
}

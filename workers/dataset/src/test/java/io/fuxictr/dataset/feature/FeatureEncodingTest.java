package io.fuxictr.dataset.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fuxictr.dataset.Table;
import io.fuxictr.dataset.part.PartBlock;
import io.fuxictr.dataset.part.PartFooter;
import io.fuxictr.dataset.part.PartReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FeatureEncodingTest {
  private static final int BLOCK = 2;
  private static final float ROUNDING = 1e-6f;

  @TempDir Path folder;

  @Test
  void theMoreFrequentComesFirstAndOfEqualsTheEarlier() {
    Path file = values("'d'", "'b'", "'a'", "'c'", "'a'", "'b'");

    FeatureEncoder encoder = fit(file, column("categorical"));

    assertThat(ids(encoder, file)).containsExactly(3, 1, 2, 4, 2, 1);
  }

  @Test
  void rareValuesAreNotKnown() {
    Path file = values("'a'", "'b'", "'a'", "'c'", "'b'", "'a'");

    FeatureEncoder encoder = fit(file, column("categorical", "min_categr_count", 2));

    assertThat(ids(encoder, file)).containsExactly(1, 2, 1, 3, 2, 1);
    assertThat(size(encoder)).isEqualTo(4);
  }

  @Test
  void aMissingTextIsUnknownButAMissingWholeNumberIsZero() {
    Path texts = values("'a'", "NULL", "''", "'a'");
    Path numbers = values("7", "NULL", "0", "7");

    FeatureEncoder ofTexts = fit(texts, column("categorical"));
    FeatureEncoder ofNumbers = fit(numbers, column("categorical", "dtype", "int"));

    assertThat(ids(ofTexts, texts)).containsExactly(1, 2, 2, 1);
    assertThat(ids(ofNumbers, numbers)).containsExactly(1, 2, 2, 1);
    assertThat(size(ofTexts)).isEqualTo(3);
    assertThat(size(ofNumbers)).isEqualTo(4);
  }

  @Test
  void theTokenOfMissingValuesIsNeverKnown() {
    Path file = values("'none'", "NULL", "'a'", "'none'");

    FeatureEncoder encoder = fit(file, column("categorical", "fill_na", "none"));

    assertThat(ids(encoder, file)).containsExactly(2, 2, 1, 2);
  }

  @Test
  void sequencesAreCutAndFilledOnTheSideOfTheirPadding() {
    Path file = values("'a^b^c'", "'a'", "'b^^x'", "NULL");

    // a and b twice: ids 1 and 2; c 3; x 4; the empty piece is padding in its place.
    assertThat(ids(fit(file, column("sequence", "max_len", 2)), file))
        .containsExactly(1, 2, 1, 0, 2, 0, 0, 0);
    assertThat(ids(fit(file, column("sequence", "max_len", 2, "padding", "pre")), file))
        .containsExactly(2, 3, 0, 1, 0, 4, 0, 0);
    assertThat(ids(fit(file, column("sequence")), file))
        .containsExactly(1, 2, 3, 1, 0, 0, 2, 0, 4, 0, 0, 0);
  }

  @Test
  void listsAreTakenAsTheyAreWhateverTheirElementsHold() {
    Path file = values("['a^b', NULL, 'c']", "[]", "NULL", "['c']");

    FeatureEncoder encoder = fit(file, column("sequence", "dtype", "list"));

    // c twice: 1; a^b: 2; the longest list has two elements that are not null.
    assertThat(ids(encoder, file)).containsExactly(2, 1, 0, 0, 0, 0, 1, 0);
  }

  @Test
  void aSharedVocabularyHasTheOwnersValuesFirst() {
    Path file =
        Table.write(
            folder.resolve("shared.parquet"),
            "SELECT * FROM (VALUES ('x', ['n', 'x']), ('y', ['m', 'n']), ('x', ['n'])) v(a, l)");
    var columns =
        ColumnSpecs.parse(
            List.of(
                Map.of("name", "a", "type", "categorical", "dtype", "str"),
                Map.of("name", "l", "type", "sequence", "dtype", "list", "share_embedding", "a")),
            1);

    FeatureEncoder encoder = fit(file, columns);

    // x 1, y 2; then n 3 and m 4, which were only seen in lists; 5 for all others.
    assertThat(encode(encoder, file, "a")).containsExactly(1, 2, 1);
    assertThat(encode(encoder, file, "l")).containsExactly(3, 1, 4, 3, 3, 0);
    assertThat(encoder.featureMap().features())
        .map(FeatureEncodingTest::vocabularySize)
        .containsExactly(6L, 6L);
  }

  @Test
  void scalersAreFittedOnFilledNumbers() {
    Path file = values("1.0::DOUBLE", "NULL", "'nan'::DOUBLE", "7.0");

    // With 0 for both missing ones: mean 2, population variance (1 + 4 + 4 + 25) / 4.
    double deviation = Math.sqrt(8.5);
    assertThat(numbers(fit(file, column("numeric", "normalizer", "StandardScaler")), file))
        .usingComparatorWithPrecision(ROUNDING)
        .containsExactly(
            (float) (-1 / deviation),
            (float) (-2 / deviation),
            (float) (-2 / deviation),
            (float) (5 / deviation));
    assertThat(numbers(fit(file, column("numeric", "normalizer", "MinMaxScaler")), file))
        .usingComparatorWithPrecision(ROUNDING)
        .containsExactly(1 / 7f, 0, 0, 1);
    assertThat(numbers(fit(file, column("numeric", "fill_na", 3)), file))
        .containsExactly(1, 3, 3, 7);
  }

  @Test
  void aColumnThatDoesNotVaryIsDividedByOne() {
    Path file = values("1e9::DOUBLE", "1e9", "1e9", "1e9");

    assertThat(numbers(fit(file, column("numeric", "normalizer", "StandardScaler")), file))
        .containsOnly(0);
    assertThat(numbers(fit(file, column("numeric", "normalizer", "MinMaxScaler")), file))
        .containsOnly(0);
  }

  @Test
  void aSmallDeviationSurvivesALargeMean() {
    Path file = values("1e9::DOUBLE", "1e9 + 1", "1e9 + 2", "1e9 + 3");

    float[] scaled = numbers(fit(file, column("numeric", "normalizer", "StandardScaler")), file);

    assertThat(scaled[3] - scaled[0]).isCloseTo((float) (3 / Math.sqrt(1.25)), within(1e-5f));
  }

  @Test
  void whatWasLearntSurvivesItsFile() {
    Path file = values("'ä\"^\\'", "'b'", "NULL", "'b'");
    FeatureEncoder encoder = fit(file, column("categorical"));
    Path stored = folder.resolve(FeatureEncoderFile.NAME);

    FeatureEncoderFile.write(stored, encoder);
    FeatureEncoder read = FeatureEncoderFile.read(stored);

    assertThat(ids(read, file)).containsExactly(ids(encoder, file)).containsExactly(2, 1, 3, 1);
    assertThat(read.featureMap()).isEqualTo(encoder.featureMap());
    assertThat(read.columns()).isEqualTo(encoder.columns());
  }

  @Test
  void vocabulariesAreWrittenById() {
    Path file = values("'é'", "'b'", "'b'");

    VocabularyFile.write(folder.resolve("v.json"), fit(file, column("categorical")));

    assertThat(folder.resolve("v.json"))
        .content()
        .isEqualTo(
            """
            {
                "v": {
                    "__PAD__": 0,
                    "b": 1,
                    "\\u00E9": 2,
                    "__OOV__": 3
                }
            }\
            """);
  }

  private Path values(String... rows) {
    StringBuilder query = new StringBuilder("SELECT v FROM (VALUES ");
    for (int i = 0; i < rows.length; i++) {
      query.append(i == 0 ? "" : ", ").append("(%d, %s)".formatted(i, rows[i]));
    }
    Path file = folder.resolve("values-%d.parquet".formatted(Arrays.hashCode(rows)));
    return Table.write(file, query.append(") t(i, v) ORDER BY i").toString());
  }

  private static List<ColumnSpec> column(String type, Object... settings) {
    Map<String, Object> group = new HashMap<>(Map.of("name", "v", "type", type));
    group.put("dtype", type.equals("numeric") ? "float" : "str");
    for (int i = 0; i < settings.length; i += 2) {
      group.put(settings[i].toString(), settings[i + 1]);
    }
    return ColumnSpecs.parse(List.of(group), 1);
  }

  private static FeatureEncoder fit(Path file, List<ColumnSpec> columns) {
    var fitter = new FeatureFitter(columns, PartFooter.read(file).types());
    RawColumns raw = fitter.start();
    try (var reader = PartReader.open(file, raw.forms(), BLOCK)) {
      for (var block = reader.next(); block.isPresent(); block = reader.next()) {
        PartBlock rows = block.get();
        int[] all = IntStream.range(0, rows.rows()).toArray();
        raw.names().forEach(name -> fitter.add(name, raw.column(name, rows), all));
      }
    }
    return fitter.finish("d", List.of("label"));
  }

  private static int[] ids(FeatureEncoder encoder, Path file) {
    return encode(encoder, file, "v");
  }

  private static int[] encode(FeatureEncoder encoder, Path file, String name) {
    IntStream.Builder ids = IntStream.builder();
    for (EncodedColumn column : columns(encoder, file, name)) {
      switch (column) {
        case EncodedColumn.Ids(int[] values) -> Arrays.stream(values).forEach(ids);
        case EncodedColumn.IdLists(int[] values, _) -> Arrays.stream(values).forEach(ids);
        case EncodedColumn.Numbers _,
            EncodedColumn.Vectors _,
            EncodedColumn.Longs _,
            EncodedColumn.Texts _ ->
            throw new AssertionError(column);
      }
    }
    return ids.build().toArray();
  }

  private static float[] numbers(FeatureEncoder encoder, Path file) {
    var result = new float[0];
    for (EncodedColumn column : columns(encoder, file, "v")) {
      float[] values = ((EncodedColumn.Numbers) column).values();
      int before = result.length;
      result = Arrays.copyOf(result, before + values.length);
      System.arraycopy(values, 0, result, before, values.length);
    }
    return result;
  }

  private static List<EncodedColumn> columns(FeatureEncoder encoder, Path file, String name) {
    EncodingPass pass = encoder.start();
    List<EncodedColumn> columns = new ArrayList<>();
    try (var reader = PartReader.open(file, pass.forms(), BLOCK)) {
      for (var block = reader.next(); block.isPresent(); block = reader.next()) {
        columns.add(pass.encode(name, block.get()));
      }
    }
    return columns;
  }

  private static long size(FeatureEncoder encoder) {
    return vocabularySize(encoder.featureMap().features().getFirst());
  }

  private static long vocabularySize(Feature feature) {
    return switch (feature) {
      case Feature.Categorical it -> it.vocabularySize();
      case Feature.Sequence it -> it.vocabularySize();
      case Feature.Numeric _, Feature.Vector _, Feature.Meta _ -> 0;
    };
  }
}

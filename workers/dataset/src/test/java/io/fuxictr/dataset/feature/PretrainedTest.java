package io.fuxictr.dataset.feature;

import static io.fuxictr.dataset.Built.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.dataset.Built;
import io.fuxictr.dataset.Table;
import io.fuxictr.dataset.part.DatasetException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PretrainedTest {
  private static final String ROWS = "SELECT * FROM (VALUES ('b'), ('a'), ('b')) v(c)";

  @TempDir Path folder;

  @Test
  void keysThatTrainingNeverSawStandBehindTheUnknown() throws Exception {
    Built built =
        Built.of(
            folder,
            ROWS,
            List.of(
                column(
                    "c",
                    "categorical",
                    "pretrained_emb",
                    npz("texts"),
                    "freeze_emb",
                    false,
                    "pretrain_usage",
                    "sum")));

    var feature = (Feature.Categorical) built.dataset().featureMap().features().getFirst();
    // b 1, a 2, all others 3; then new 4 and ä 5.
    assertThat(feature.vocabularySize()).isEqualTo(6);
    assertThat(feature.pretrained())
        .contains(
            new Pretrained("pretrained_c.npz", OptionalInt.of(2), false, Pretrained.Usage.SUM, 3));
    assertThat(built.processed().ids("c")).containsExactly(1, 2, 1);
    assertThat(built.encoder().featureMap()).isEqualTo(built.dataset().featureMap());
    assertThat(FeatureMapFile.read(built.dataset().folder().resolve(FeatureMapFile.NAME)))
        .isEqualTo(built.dataset().featureMap());
    assertThat(built.encoder().coder("c").id("new")).isEqualTo(4);
    assertThat(built.encoder().coder("c").id("ä")).isEqualTo(5);
    assertThat(built.encoder().coder("c").id("never")).isEqualTo(3);
    assertThat(Files.readAllBytes(built.dataset().folder().resolve("pretrained_c.npz")))
        .isEqualTo(Files.readAllBytes(npz("texts")));
    assertThat(vectors(built.dataset().folder().resolve("pretrained_c.npz"), built.encoder()))
        .isEqualTo(Map.of(1, List.of(1.5f, -2f), 4, List.of(3f, 4f), 5, List.of(0.25f, 8f)));
  }

  @Test
  void parquetIsAsGood() {
    Path file =
        Table.write(
            folder.resolve("vectors.parquet"),
            "SELECT * FROM (VALUES ('a', [1.0::DOUBLE, 2, 3]), ('b', [4, 5, 6])) v(key, value)");

    Built built =
        Built.of(folder, ROWS, List.of(column("c", "categorical", "pretrained_emb", file)));

    assertThat(vectors(file, built.encoder()))
        .isEqualTo(Map.of(1, List.of(4f, 5f, 6f), 2, List.of(1f, 2f, 3f)));
    assertThat(built.dataset().folder().resolve("pretrained_c.parquet")).exists();
  }

  @Test
  void numbersAreKeysOfWholeNumbers() throws Exception {
    Built built =
        Built.of(
            folder,
            "SELECT * FROM (VALUES (7), (3)) v(c)",
            List.of(column("c", "categorical", "dtype", "int", "pretrained_emb", npz("numbers"))));

    assertThat(vectors(npz("numbers"), built.encoder()))
        .isEqualTo(Map.of(1, List.of(1.5f, -2f), 2, List.of(3f, 4f), 4, List.of(0.25f, 8f)));
  }

  @Test
  void bytesAndHalfPrecisionAreReadToo() throws Exception {
    assertThat(vectors(npz("bytes"), new Vocabulary(List.of("new", "b"))))
        .isEqualTo(Map.of(2, List.of(1.5f, -2f), 1, List.of(3f, 4f)));
  }

  @Test
  void theSecondVersionOfHeadersAndBigEndsAreReadToo() throws Exception {
    assertThat(vectors(npz("version2"), new Vocabulary(List.of("new", "b"))))
        .isEqualTo(Map.of(2, List.of(1.5f, -2f), 1, List.of(3f, 4f)));
  }

  @Test
  void otherVectorsMakeAnotherDataset() throws Exception {
    Path file = folder.resolve("v.npz");
    Files.copy(npz("texts"), file);
    var columns = List.of(column("c", "categorical", "pretrained_emb", file));
    Built first = Built.of(folder, ROWS, columns);
    Files.delete(file);
    Files.copy(npz("bytes"), file);

    Built second = Built.of(folder, ROWS, columns);

    assertThat(second.dataset().fingerprint()).isNotEqualTo(first.dataset().fingerprint());
    assertThat(second.encoder().coder("c").size()).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "objects | not of objects",
        "columns | save it through numpy.ascontiguousarray",
        "short   | 2 keys and 3 x 2 values",
        "table   | array 'key' is missing; arrays found: [label, c, n, big, s, w]",
        "none    | there is no such file"
      })
  void whatCannotBeReadIsSaid(String name, String reason) throws Exception {
    Path file = name.equals("none") ? folder.resolve("none.npz") : npz(name);

    assertThatThrownBy(() -> vectors(file, new Vocabulary(List.of("b"))))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void otherFormatsAreRefused() {
    assertThatThrownBy(() -> PretrainedFile.open(Path.of("vectors.h5")))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining(
            "vectors.h5: the format is not supported; save key and value as .npz");
  }

  @Test
  void aLengthOtherThanTheDeclaredIsSaid() throws Exception {
    var columns =
        List.of(column("c", "categorical", "pretrained_emb", npz("texts"), "pretrain_dim", 3));

    assertThatThrownBy(() -> Built.of(folder, ROWS, columns))
        .hasMessageContaining("each has 2 numbers, pretrain_dim is 3");
    assertThat(folder.resolve("processed")).isEmptyDirectory();
  }

  private static Map<Integer, List<Float>> vectors(Path file, FeatureEncoder encoder) {
    return vectors(file, encoder.coder("c"));
  }

  private static Map<Integer, List<Float>> vectors(Path file, Coder coder) {
    Map<Integer, List<Float>> result = new TreeMap<>();
    PretrainedFile.open(file)
        .read(
            coder,
            (id, values) ->
                result.put(
                    id, IntStream.range(0, values.length).mapToObj(i -> values[i]).toList()));
    return result;
  }

  private static Path npz(String name) throws URISyntaxException {
    return Path.of(PretrainedTest.class.getResource("/npz/%s.npz".formatted(name)).toURI());
  }
}

package io.fuxictr.dataset.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.dataset.Table;
import io.fuxictr.dataset.feature.ColumnSpec;
import io.fuxictr.dataset.feature.ColumnSpecs;
import io.fuxictr.dataset.feature.FeatureDetection;
import io.fuxictr.dataset.feature.FeatureEncoderFile;
import io.fuxictr.dataset.feature.FeatureMapFile;
import io.fuxictr.dataset.feature.LabelSpec;
import io.fuxictr.dataset.part.DatasetException;
import io.fuxictr.dataset.part.PartFooter;
import io.fuxictr.dataset.sample.ProcessedSamples;
import io.fuxictr.dataset.sample.RawSamples;
import io.fuxictr.dataset.sample.SampleBlock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatasetBuilderTest {
  private static final String ROWS =
      """
      SELECT * FROM (VALUES
        (1, 'x', 3::BIGINT, 1.0::DOUBLE, ['p', 'q'], 'k^l', 0.0, 0),
        (2, 'y', 3, 3.0, ['q', NULL, 'r'], 'l', 1.0, 1),
        (3, 'y', 4, NULL, [], 'k^l^m', NULL, NULL),
        (4, NULL, NULL, 4.0, NULL, NULL, 1.0, 0),
        (5, 'z', 5, 2.0, ['q'], '', 0.0, 1),
        (6, 'never', 6, 9.0, ['never'], 'never', 1.0, 1)
      ) v(user_id, a_tag, b_tag, c_cnt, d_textlist, e_textlist, label_a, label_b)
      """;

  @TempDir Path folder;
  private Path raw;

  @BeforeEach
  void writeRows() {
    raw = Table.write(folder.resolve("part-0.parquet"), ROWS);
  }

  @Test
  void everythingIsLearntFromTrainingRowsOnly() throws Exception {
    Dataset dataset = build(spec(new SplitRule(SplitRule.Order.SEQUENTIAL, 0, 1, 0)));

    assertThat(dataset.rows(Split.TRAIN)).isEqualTo(5);
    assertThat(dataset.rows(Split.TEST)).isEqualTo(1);
    assertThat(dataset.rows(Split.VALID)).isZero();
    SampleBlock train = only(dataset, Split.TRAIN);
    // y 2, x 1, z 1: ids 1, 2, 3; unknown and missing texts 4.
    assertThat(train.ids("a_tag")).containsExactly(2, 1, 1, 4, 3);
    // 3 2, 4 1, 0 (filled in) 1, 5 1: ids 1 to 4.
    assertThat(train.ids("b_tag")).containsExactly(1, 1, 2, 3, 4);
    // Filled: 1 3 0 4 2, mean 2, variance 2.
    float unit = (float) Math.sqrt(2);
    assertThat(train.numbers("c_cnt"))
        .containsExactly(-1 / unit, 1 / unit, -2 / unit, 2 / unit, 0 / unit);
    assertThat(train.labels("label_a")).containsExactly(0, 1, -1, 1, 0);
    assertThat(train.labels("label_b")).containsExactly(0, 1, -1, 0, 1);
    SampleBlock test = only(dataset, Split.TEST);
    assertThat(test.ids("a_tag")).containsExactly(4);
    assertThat(test.ids("b_tag")).containsExactly(5);
    assertThat(test.numbers("c_cnt")).containsExactly(7 / unit);
  }

  @Test
  void listsArePaddedBehindAndNullElementsSkipped() throws Exception {
    Dataset dataset = build(spec(new SplitRule(SplitRule.Order.SEQUENTIAL, 0, 1, 0)));

    int[] d = only(dataset, Split.TRAIN).ids("d_textlist");
    int[] e = only(dataset, Split.TRAIN).ids("e_textlist");

    // q 3, p 1, r 1: ids 1, 2, 3.
    assertThat(row(d, 0)).startsWith(2, 1, 0);
    assertThat(row(d, 1)).startsWith(1, 3, 0);
    assertThat(row(d, 2)).containsOnly(0);
    assertThat(row(d, 3)).containsOnly(0);
    // l 3, k 2, m 1: ids 1, 2, 3; a text that is empty or missing is padding.
    assertThat(row(e, 0)).startsWith(2, 1, 0);
    assertThat(row(e, 2)).startsWith(2, 1, 3, 0);
    assertThat(row(e, 3)).containsOnly(0);
    assertThat(row(e, 4)).containsOnly(0);
  }

  @Test
  void rawRowsAreEncodedAsInTraining() throws Exception {
    Dataset dataset = build(spec(SplitRule.none()));
    var encoder = FeatureEncoderFile.read(dataset.folder().resolve(FeatureEncoderFile.NAME));
    var source = new RawSamples(List.of(raw), encoder);

    SampleBlock processed = only(dataset, Split.TRAIN);
    SampleBlock encoded;
    try (var reader = source.open()) {
      encoded = reader.next().orElseThrow();
      assertThat(reader.next()).isEmpty();
    }

    assertThat(source.rows()).isEqualTo(6);
    for (String name : List.of("a_tag", "b_tag", "d_textlist", "e_textlist")) {
      assertThat(encoded.ids(name)).as(name).containsExactly(processed.ids(name));
    }
    assertThat(encoded.numbers("c_cnt")).containsExactly(processed.numbers("c_cnt"));
    assertThat(encoder.featureMap()).isEqualTo(dataset.featureMap());
  }

  @Test
  void theSameIsNotBuiltTwiceAndSomethingElseIs() throws Exception {
    Dataset first = build(spec(SplitRule.none()));
    Path file = first.files(Split.TRAIN).getFirst();
    var written = Files.getLastModifiedTime(file);
    BuildListener noWork =
        (_, _) -> {
          throw new IllegalStateException("built again");
        };

    Dataset second = new DatasetBuilder(processed(), 2).build(spec(SplitRule.none()), noWork);
    Dataset third = build(spec(new SplitRule(SplitRule.Order.SEQUENTIAL, 1, 1, 0)));

    assertThat(second).isEqualTo(first);
    assertThat(written).isLessThanOrEqualTo(Files.getLastModifiedTime(file));
    assertThat(third.fingerprint()).isNotEqualTo(first.fingerprint());
    assertThat(third.rows(Split.TRAIN)).isEqualTo(4);
    assertThat(Dataset.open(processed())).contains(third);
  }

  @Test
  void filesOfEqualLengthAreNumbered() throws Exception {
    var spec = spec(SplitRule.none());
    spec = new DatasetSpec("d", spec.columns(), spec.labels(), spec.parts(), spec.split(), 4);

    Dataset dataset = build(spec);

    assertThat(dataset.files(Split.TRAIN))
        .containsExactly(
            processed().resolve("train/part_00000.parquet"),
            processed().resolve("train/part_00001.parquet"));
    assertThat(PartFooter.read(dataset.files(Split.TRAIN).getLast()).rows()).isEqualTo(2);
    assertThat(new ProcessedSamples(dataset.files(Split.TRAIN), dataset.featureMap()).rows())
        .isEqualTo(6);
  }

  @Test
  void resultDoesNotDependOnThreads() throws Exception {
    Path many =
        Table.write(
            folder.resolve("many.parquet"),
            "SELECT (i * 7919 % 1013) AS a_tag, 'w' || (i % 77) AS b_tag, i % 13 AS c_cnt,"
                + " ['t' || (i % 5), 't' || (i % 31)] AS d_textlist, i % 2 AS label_a"
                + " FROM range(100000) r(i) ORDER BY i",
            "ROW_GROUP_SIZE 20000");
    var rule = new SplitRule(SplitRule.Order.RANDOM, 0.1, 0.1, 2021);
    var spec = spec(many, rule, "label_a");

    Dataset one = new DatasetBuilder(folder.resolve("one"), 1).build(spec, BuildListener.NONE);
    Dataset three = new DatasetBuilder(folder.resolve("three"), 3).build(spec, BuildListener.NONE);

    assertThat(one.rows(Split.TRAIN)).isEqualTo(80000);
    for (String name : List.of("train.parquet", "valid.parquet", "test.parquet")) {
      assertThat(folder.resolve("one").resolve(name))
          .hasSameBinaryContentAs(folder.resolve("three").resolve(name));
    }
    assertThat(one.featureMap()).isEqualTo(three.featureMap());
  }

  @Nested
  class WhenItCannotBe {
    @Test
    void aStoppedBuildLeavesNothing() throws IOException {
      BuildListener stop =
          (done, total) -> {
            assertThat(total).isEqualTo(12);
            if (done > 6) {
              throw new InterruptedException("enough");
            }
          };

      assertThatThrownBy(
              () -> new DatasetBuilder(processed(), 2).build(spec(SplitRule.none()), stop))
          .isInstanceOf(InterruptedException.class);

      assertThat(entries()).isEmpty();
    }

    @Test
    void aKilledBuildIsClearedAwayByTheNext() throws Exception {
      Path left = Files.createDirectories(processed().resolve("building-0a1b2c3d.tmp/train"));
      Files.writeString(left.resolve("part_00000.parquet"), "half");
      Files.writeString(processed().resolve("train.parquet"), "moved, but never completed");

      Dataset dataset = build(spec(SplitRule.none()));

      assertThat(entries())
          .containsExactlyInAnyOrder(
              "train.parquet",
              "feature_map.json",
              "feature_vocab.json",
              "feature_processor.json.gz",
              "dataset.json");
      assertThat(only(dataset, Split.TRAIN).rows()).isEqualTo(6);
    }

    @Test
    void aDatasetThatLostAFileIsBuiltAgain() throws Exception {
      Dataset first = build(spec(SplitRule.none()));
      Files.writeString(first.files(Split.TRAIN).getFirst(), "cut");

      assertThat(Dataset.open(processed())).isEmpty();
      assertThat(only(build(spec(SplitRule.none())), Split.TRAIN).rows()).isEqualTo(6);
    }

    @Test
    void missingLabelsAreNamedWithTheColumnsFound() {
      var spec = spec(raw, SplitRule.none(), "label_a", "label_x");

      assertThatThrownBy(() -> build(spec))
          .isInstanceOf(DatasetException.class)
          .hasMessageContaining("[label_x] are missing")
          .hasMessageContaining("a_tag, b_tag");
    }

    @Test
    void labelsOfOneKindTeachNothing() {
      Path same =
          Table.write(
              folder.resolve("same.parquet"),
              "SELECT 'x' a_tag, 1 AS label_a, NULL::INTEGER AS label_b FROM range(9)");

      assertThatThrownBy(() -> build(spec(same, SplitRule.none(), "label_a", "label_b")))
          .isInstanceOf(DatasetException.class)
          .hasMessageContaining("'label_a' has 0 negative and 9 positive rows")
          .hasMessageContaining("'label_b' has 0 negative and 0 positive rows");
    }

    @Test
    void aLabelThatIsNoLabelIsNamed() {
      Path wrong =
          Table.write(
              folder.resolve("w.parquet"), "SELECT 'x' a_tag, i AS label_a FROM range(3) r(i)");

      assertThatThrownBy(() -> build(spec(wrong, SplitRule.none(), "label_a")))
          .hasMessageContaining("'label_a'")
          .hasMessageContaining("found 2.0");
    }

    @Test
    void noTrainingRowsAreSaidSo() {
      Path none =
          Table.write(folder.resolve("none.parquet"), "SELECT 'x' a_tag, 1 AS label_a WHERE false");

      assertThatThrownBy(() -> build(spec(none, SplitRule.none(), "label_a")))
          .hasMessageContaining("no training rows in 1 files");
    }

    @Test
    void aSplitThatLeavesNothingToLearnFromIsRefused() {
      assertThatThrownBy(() -> build(spec(new SplitRule(SplitRule.Order.RANDOM, 3, 3, 0))))
          .hasMessageContaining("leave none for training");
    }

    @Test
    void partsOfDifferentQueriesAreRefused() {
      Path other = Table.write(folder.resolve("other.parquet"), "SELECT 1 AS a_tag");
      var spec = spec(SplitRule.none());
      var parts = DatasetSpec.RawParts.of(List.of(raw, other));
      var both = new DatasetSpec("d", spec.columns(), spec.labels(), parts, spec.split(), 0);

      assertThatThrownBy(() -> build(both))
          .hasMessageContaining("other.parquet")
          .hasMessageContaining("a_tag")
          .hasMessageContaining("label_a");
    }

    @Test
    void fractionsAreNoCategories() {
      Path fractions =
          Table.write(
              folder.resolve("f.parquet"),
              "SELECT i + 0.5::DOUBLE AS a_tag, i AS label_a FROM range(2) r(i)");

      assertThatThrownBy(() -> build(spec(fractions, SplitRule.none(), "label_a")))
          .hasMessageContaining("column 'a_tag'")
          .hasMessageContaining("0.5");
    }
  }

  @Test
  void featureMapIsWrittenAsFuxiCtrWritesIt() throws Exception {
    List<ColumnSpec> columns =
        ColumnSpecs.parse(
            List.of(
                Map.of("name", "user_id", "type", "meta", "dtype", "int", "active", true),
                Map.of("name", "c_cnt", "type", "numeric", "dtype", "float", "source", "item"),
                Map.of("name", "a_tag", "type", "categorical", "dtype", "str", "embedding_dim", 8),
                Map.of(
                    "name",
                    "d_textlist",
                    "type",
                    "sequence",
                    "dtype",
                    "list",
                    "max_len",
                    2,
                    "share_embedding",
                    "a_tag")),
            1);
    var spec =
        new DatasetSpec(
            "tiny",
            columns,
            LabelSpec.parse("label_a"),
            DatasetSpec.RawParts.of(List.of(raw)),
            SplitRule.none(),
            0);

    Dataset dataset = build(spec);

    assertThat(dataset.folder().resolve("feature_map.json"))
        .content()
        .isEqualTo(
            """
            {
                "dataset_id": "tiny",
                "num_fields": 3,
                "total_features": 10,
                "input_length": 5,
                "labels": [
                    "label_a"
                ],
                "features": [
                    {
                        "user_id": {
                            "type": "meta"
                        }
                    },
                    {
                        "c_cnt": {
                            "source": "item",
                            "type": "numeric"
                        }
                    },
                    {
                        "a_tag": {
                            "source": "",
                            "type": "categorical",
                            "embedding_dim": 8,
                            "padding_idx": 0,
                            "vocab_size": 9
                        }
                    },
                    {
                        "d_textlist": {
                            "source": "",
                            "type": "sequence",
                            "feature_encoder": "layers.MaskedAveragePooling()",
                            "share_embedding": "a_tag",
                            "padding_idx": 0,
                            "max_len": 2,
                            "vocab_size": 9
                        }
                    }
                ]
            }\
            """);
    assertThat(FeatureMapFile.read(dataset.folder().resolve("feature_map.json")))
        .isEqualTo(dataset.featureMap());
    assertThat(
            Table.rows(
                "SELECT user_id, label_a FROM '%s'"
                    .formatted(dataset.files(Split.TRAIN).getFirst())))
        .startsWith("1|0.0", "2|1.0", "3|-1.0");
  }

  private Path processed() {
    return folder.resolve("processed");
  }

  private Dataset build(DatasetSpec spec) throws InterruptedException {
    return new DatasetBuilder(processed(), 2).build(spec, BuildListener.NONE);
  }

  private DatasetSpec spec(SplitRule rule) {
    return spec(raw, rule, "label_a", "label_b");
  }

  private static DatasetSpec spec(Path part, SplitRule rule, String... labels) {
    return new DatasetSpec(
        "tiny",
        FeatureDetection.detect(PartFooter.read(part).columns(), Set.of(labels), 1),
        Stream.of(labels).map(LabelSpec::of).toList(),
        DatasetSpec.RawParts.of(List.of(part)),
        rule,
        0);
  }

  private static SampleBlock only(Dataset dataset, Split split) {
    try (var reader = new ProcessedSamples(dataset.files(split), dataset.featureMap()).open()) {
      return reader.next().orElseThrow();
    }
  }

  private static int[] row(int[] ids, int row) {
    return Arrays.copyOfRange(ids, row * 15, (row + 1) * 15);
  }

  private List<String> entries() throws IOException {
    try (Stream<Path> files = Files.list(processed())) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}

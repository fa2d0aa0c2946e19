package io.fuxictr.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.fuxictr.dataset.part.PartFooter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Experiments on data of every kind that a dataset can be made of. */
class LabDataIT {
  private static final String MODELS =
      """
      SB:
        model: ShareBottom
        dataset_id: tiny
        model_root: models
        metrics: [AUC, logloss]
        loss: binary_crossentropy
        bottom_hidden_units: [8]
        tower_hidden_units: [4]
        embedding_dim: 4
        learning_rate: 1e-2
        batch_size: 64
        epochs: 2
        seed: 7
      """;

  private static final String COLUMNS =
      """
        label_col:
          - {name: clicked, dtype: float}
        feature_cols:
          - {name: [item, city], active: true, dtype: int, type: categorical}
          - {name: price, active: true, dtype: float, type: numeric}
      """;

  @TempDir private Path root;
  private Lab lab;

  @BeforeEach
  void openLab() {
    lab = new Lab(root, MODELS);
  }

  private void datasets(String... lines) {
    lab.write("config/dataset_config.yaml", "tiny:\n" + String.join("\n", lines));
  }

  private static String block(String... lines) {
    return String.join("\n", lines).indent(2);
  }

  /** Ids from 1 on, as another program might have encoded them; 0 is padding. */
  private void rows(String name, int from, int to, String form) {
    lab.rows(
        name,
        """
        SELECT i AS row_id, 1 + i * 7 %% 10 AS item, 1 + i * 13 %% 5 AS city,
               (i * 37 %% 101) / 10.0 AS price,
               CASE WHEN (i * 7 %% 10) + (i * 37 %% 101) / 20 > 7 THEN 1 ELSE 0 END AS clicked
        FROM range(%d, %d) t(i)
        """
            .formatted(from, to),
        form);
  }

  private static void npz(Path file, int from, int to) throws IOException {
    try (var rows = new NpzRows(file, to - from)) {
      rows.wholes("item", i -> 1 + (from + i) * 7 % 10)
          .wholes("city", i -> 1 + (from + i) * 13 % 5)
          .numbers("price", i -> ((from + i) * 37 % 101) / 10.0)
          .numbers(
              "clicked", i -> (from + i) * 7 % 10 + ((from + i) * 37 % 101) / 20.0 > 7 ? 1 : 0);
    }
  }

  @Nested
  class RawRows {
    private static final String PARTS =
        block("data_root: data", "valid_data: raw/valid", "test_data: raw/test");

    private void csv() {
      rows("raw/train/1.csv", 0, 500, "csv, HEADER, DELIMITER ';'");
      rows("raw/train/2.csv", 500, 900, "csv, HEADER, DELIMITER ';'");
      rows("raw/valid/1.csv", 900, 1100, "csv, HEADER, DELIMITER ';'");
      rows("raw/test/1.csv", 1100, 1400, "csv, HEADER, DELIMITER ';'");
      datasets(block("data_format: csv", "sep: ';'", "train_data: raw/train") + PARTS, COLUMNS);
    }

    @Test
    void csvTrainsTheModelThatTheSameRowsInParquetTrain() {
      csv();
      double ofCsv = lab.json("train", "SB").path("test").path("AUC").asDouble();
      assertThat(ofCsv).isGreaterThan(0.8);
      assertThat(lab.json("build-dataset", "SB").path("rows").path("train").asInt()).isEqualTo(900);

      rows("raw/train/all.parquet", 0, 900, "parquet");
      rows("raw/valid/all.parquet", 900, 1100, "parquet");
      rows("raw/test/all.parquet", 1100, 1400, "parquet");
      datasets(block("data_format: parquet", "train_data: raw/train") + PARTS, COLUMNS);

      assertThat(lab.json("train", "SB", "--fresh").path("test").path("AUC").asDouble())
          .isEqualTo(ofCsv);
    }

    @Test
    void rowsInCsvAreMeasuredAndScored() throws Exception {
      csv();
      double trained = lab.json("train", "SB").path("test").path("AUC").asDouble();

      String rows = root.resolve("raw/test").toString();
      assertThat(lab.json("evaluate", "SB", "--data", rows).path("data").path("AUC").asDouble())
          .isEqualTo(trained);

      Path scored = root.resolve("scored");
      assertThat(
              lab.json("predict", "SB", "--data", rows, "--output", scored.toString())
                  .path("rows")
                  .asInt())
          .isEqualTo(300);
      assertThat(PartFooter.read(scored.resolve("1.parquet")).names())
          .containsExactly("row_id", "item", "city", "price", "clicked", "clicked_pred");
      assertThat(lab.run("predict", "SB", "--data", rows, "--output", scored.toString())).isZero();
      assertThat(lab.out()).contains("1.parquet is done already");
    }

    @Test
    void rowsInCsvThatLackAColumnAreRefused() {
      csv();
      assertThat(lab.run("train", "SB")).as(lab.err()).isZero();
      lab.write("few.csv", "item;price\n1;2\n");
      String rows = root.resolve("few.csv").toString();

      assertThat(lab.run("predict", "SB", "--data", rows, "--output", root + "/scored"))
          .isEqualTo(1);
      assertThat(lab.err()).contains(rows + ": columns [city] are missing");
      assertThat(lab.run("evaluate", "SB", "--data", rows)).isEqualTo(1);
      assertThat(lab.err()).contains(rows + ": columns [clicked, city] are missing");
    }

    @Test
    void arraysTrainAModelAndAreMeasured() throws IOException {
      npz(root.resolve("raw/train.npz"), 0, 900);
      npz(root.resolve("raw/test.npz"), 900, 1200);
      datasets(
          block(
              "data_root: data",
              "data_format: npz",
              "train_data: raw/train.npz",
              "test_data: raw/test.npz",
              "valid_size: 0.2"),
          COLUMNS);

      double trained = lab.json("train", "SB").path("test").path("AUC").asDouble();

      assertThat(trained).isGreaterThan(0.8);
      String rows = root.resolve("raw/test.npz").toString();
      assertThat(lab.json("evaluate", "SB", "--data", rows).path("data").path("AUC").asDouble())
          .isEqualTo(trained);
    }

    @Test
    void featuresAreRecognisedByNameInParquetOnly() {
      csv();
      assertThat(lab.run("train", "SB", "--set", "feature_cols=null")).isEqualTo(1);
      assertThat(lab.err()).contains("feature_cols is missing", "not in csv");
    }

    @Test
    void formatsThatDoNotExistAndFilesOfOthersAreNamed() {
      csv();
      assertThat(lab.run("train", "SB", "--set", "data_format=h5")).isEqualTo(1);
      assertThat(lab.err()).contains("data_format is 'h5', expected csv, parquet or npz");
      assertThat(lab.run("train", "SB", "--set", "label_col=bought")).isEqualTo(1);
      assertThat(lab.err()).contains("label 'bought' is not in", "columns found: row_id, item");
      datasets(block("data_root: data", "train_data: gone", "valid_size: 0.1"), COLUMNS);
      assertThat(lab.run("train", "SB")).isEqualTo(1);
      assertThat(lab.err())
          .contains("there is no file " + root.resolve("gone/*.csv"), "data_format is not set");
    }
  }

  @Nested
  class Calibrated {
    @BeforeEach
    void train() {
      rows("raw/train.parquet", 0, 900, "parquet");
      rows("raw/test.parquet", 900, 1200, "parquet");
      datasets(
          block(
              "data_root: data",
              "data_format: parquet",
              "train_data: raw/train.parquet",
              "test_data: raw/test.parquet",
              "valid_size: 0.2"),
          COLUMNS);
      assertThat(lab.run("train", "SB", "--set", "metrics=[AUC, PCOC, calibration(buckets=3)]"))
          .as(lab.err())
          .isZero();
    }

    @Test
    void binsHoldAllRowsByRisingPredictionAndAddUpToTheWhole() {
      JsonNode result = lab.json("evaluate", "SB", "--calibration", "7");

      JsonNode table = result.path("calibration").path(0);
      assertThat(table.path("split").asText()).isEqualTo("test");
      assertThat(table.path("label").asText()).isEqualTo("clicked");
      double[] sums = new double[3];
      double before = 0;
      assertThat(table.path("bins")).hasSize(7);
      for (JsonNode bin : table.path("bins")) {
        assertThat(bin.path("predicted").asDouble()).isBetween(before, 1.0);
        before = bin.path("predicted").asDouble();
        sums[0] += bin.path("rows").asDouble();
        sums[1] += bin.path("rows").asDouble() * bin.path("predicted").asDouble();
        sums[2] += bin.path("rows").asDouble() * bin.path("actual").asDouble();
      }
      assertThat(sums[0]).isEqualTo(300);
      assertThat(sums[1] / sums[2])
          .isCloseTo(result.path("test").path("PCOC").asDouble(), within(1e-6));
    }

    @Test
    void tableIsShownBelowTheMetrics() {
      assertThat(lab.out())
          .contains("Calibration of clicked, valid:", "Calibration of clicked, test:");

      assertThat(lab.run("evaluate", "SB", "--calibration", "4")).as(lab.err()).isZero();

      assertThat(lab.out())
          .containsOnlyOnce("Calibration of clicked, test:")
          .containsPattern("bin +rows +predicted +actual +predicted/actual")
          .containsPattern("(?m)^4 +75 +0\\.\\d{6} +\\d\\.\\d{6} +\\d\\.\\d{6}$");
    }

    @Test
    void tablesOfTheConfigurationAreShownWithoutAnOption() {
      assertThat(lab.json("evaluate", "SB").path("calibration").path(0).path("bins")).hasSize(3);
    }

    @Test
    void numberOfBinsThatCannotBeIsWrongUsage() {
      assertThat(lab.run("evaluate", "SB", "--calibration", "0")).isEqualTo(2);
      assertThat(lab.err()).contains("name a number of bins");
    }
  }

  @Nested
  class HashedValues {
    @BeforeEach
    void writeRows() {
      rows("raw/train.parquet", 0, 900, "parquet");
      rows("raw/test.parquet", 900, 1200, "parquet");
      datasets(
          block(
              "data_root: data",
              "data_format: parquet",
              "train_data: raw/train.parquet",
              "test_data: raw/test.parquet",
              "valid_size: 0.2"),
          COLUMNS);
    }

    private String[] hash(int bits) {
      return new String[] {"--set", "feature_encoder=hash", "--set", "hash_bits=" + bits};
    }

    @Test
    void experimentHashesAllColumnsThatSayNothingElse() {
      assertThat(lab.json("train", "SB", hash(12)).path("test").path("AUC").asDouble())
          .isGreaterThan(0.8);

      assertThat(root.resolve("data/tiny/feature_map.json"))
          .content()
          .containsPattern("(?s)\"item\".*\"vocab_size\": 4096.*\"city\".*\"vocab_size\": 4096");
      assertThat(lab.out()).doesNotContain("has no effect");
    }

    @ParameterizedTest
    @ValueSource(ints = {31, 32})
    void tablesThatDoNotFitAreRefusedWithTheirSizeBeforeAnythingIsBuilt(int bits) {
      var arguments = new ArrayList<>(List.of(hash(bits)));
      arguments.addAll(List.of("--set", "embedding_dim=16384"));

      assertThat(lab.run("train", "SB", arguments.toArray(String[]::new))).isEqualTo(1);

      // Two tables, each with weights, gradients and two moments of 4 bytes.
      long gibibytes = ((2L << bits) * 16384 * 4 * 4) >> 30;
      assertThat(lab.err())
          .contains("Training ShareBottom: there are", "It needs about " + gibibytes, "hash_bits");
      assertThat(root.resolve("data")).doesNotExist();
    }
  }

  @Nested
  class EncodedRows {
    private static final String MAP =
        """
        {
            "dataset_id": "tiny",
            "num_fields": 3,
            "total_features": 18,
            "input_length": 3,
            "labels": ["clicked"],
            "features": [
                {"price": {"source": "", "type": "numeric"}},
                {"item": {"source": "", "type": "categorical", "padding_idx": 0, "vocab_size": 12}},
                {"city": {"source": "", "type": "categorical", "padding_idx": 0, "vocab_size": 7}}
            ]
        }
        """;

    /** The layout of the reference: all in the dataset's own folder. */
    private void encoded() {
      rows("data/tiny/train.parquet", 0, 900, "parquet");
      rows("data/tiny/valid.parquet", 900, 1100, "parquet");
      rows("data/tiny/test.parquet", 1100, 1400, "parquet");
      lab.write("data/tiny/feature_map.json", MAP);
      lab.write("data/tiny/feature_vocab.json", "{}");
    }

    private static String sections(String format, String ending) {
      return block(
          "data_root: data",
          "data_format: " + format,
          "rebuild_dataset: false",
          "train_data: data/tiny/train" + ending,
          "valid_data: data/tiny/valid" + ending,
          "test_data: data/tiny/test" + ending);
    }

    @Test
    void folderOfAnotherProgramIsTrainedOnAndStaysAsItIs() throws IOException {
      encoded();
      datasets(sections("parquet", ""));
      byte[] train = Files.readAllBytes(root.resolve("data/tiny/train.parquet"));

      double trained = lab.json("train", "SB").path("test").path("AUC").asDouble();

      assertThat(trained).isGreaterThan(0.8);
      assertThat(root.resolve("data/tiny/feature_map.json")).hasContent(MAP);
      assertThat(root.resolve("data/tiny/feature_vocab.json")).hasContent("{}");
      assertThat(root.resolve("data/tiny/train.parquet")).hasBinaryContent(train);
      assertThat(lab.json("evaluate", "SB").path("test").path("AUC").asDouble()).isEqualTo(trained);
      String rows = root.resolve("data/tiny/test.parquet").toString();
      assertThat(lab.json("evaluate", "SB", "--data", rows).path("data").path("AUC").asDouble())
          .isEqualTo(trained);
      assertThat(lab.run("train", "SB")).isZero();
      assertThat(lab.out()).contains("Dataset tiny is up to date: train 900 rows");
    }

    @Test
    void columnsOfRawDataMayStandInTheConfigurationStill() {
      encoded();
      datasets(sections("csv", ""), COLUMNS);

      assertThat(lab.json("train", "SB").path("test").path("AUC").asDouble()).isGreaterThan(0.8);
      assertThat(lab.run("build-dataset", "SB")).isZero();
      assertThat(lab.out()).contains("described by feature_map.json");
    }

    @Test
    void columnsThatDeclareTheirIdsNeedNoMap() throws IOException {
      rows("data/tiny/train.parquet", 0, 900, "parquet");
      rows("data/tiny/valid.parquet", 900, 1100, "parquet");
      byte[] train = Files.readAllBytes(root.resolve("data/tiny/train.parquet"));
      datasets(
          sections("parquet", ".parquet").replace("  test_data: data/tiny/test.parquet\n", ""),
          COLUMNS.replace("type: categorical", "type: categorical, vocab_size: 12"));

      assertThat(lab.json("train", "SB").path("valid").path("AUC").asDouble()).isGreaterThan(0.8);

      assertThat(root.resolve("data/tiny/train.parquet")).hasBinaryContent(train);
      assertThat(root.resolve("data/tiny/feature_map.json")).content().contains("\"vocab_size\"");
    }

    @Test
    void arraysOfAnotherProgramAreTrainedOn() throws IOException {
      npz(root.resolve("data/tiny/train.npz"), 0, 900);
      npz(root.resolve("data/tiny/valid.npz"), 900, 1100);
      npz(root.resolve("data/tiny/test.npz"), 1100, 1400);
      lab.write("data/tiny/feature_map.json", MAP);
      datasets(sections("npz", ""));

      double trained = lab.json("train", "SB").path("test").path("AUC").asDouble();

      assertThat(trained).isGreaterThan(0.8);
      assertThat(lab.json("evaluate", "SB").path("test").path("AUC").asDouble()).isEqualTo(trained);
      assertThat(root.resolve("data/tiny/train.npz")).exists();
    }

    @Test
    void mapOfOtherLabelsOrOfAnotherDatasetIsRefused() {
      encoded();
      datasets(sections("parquet", ""), "  label_col: {name: price, dtype: float}");
      assertThat(lab.run("train", "SB")).isEqualTo(1);
      assertThat(lab.err()).contains("label_col names [price]", "has labels [clicked]");

      lab.write("data/tiny/feature_map.json", MAP.replace("\"tiny\"", "\"huge\""));
      datasets(sections("parquet", ""));
      assertThat(lab.run("train", "SB")).isEqualTo(1);
      assertThat(lab.err()).contains("it describes dataset 'huge', not 'tiny'");
    }

    @Test
    void rowsThatNobodyDescribesAreRefused() {
      rows("data/tiny/train.parquet", 0, 900, "parquet");
      datasets(
          block(
              "data_root: data",
              "rebuild_dataset: false",
              "train_data: data/tiny/train.parquet",
              "valid_data: data/tiny/train.parquet"),
          COLUMNS);

      assertThat(lab.run("train", "SB")).isEqualTo(1);

      assertThat(lab.err())
          .contains(
              "vocab_size is 'null'",
              "there is a " + root.resolve("data/tiny/feature_map.json") + " from the program");
    }

    @Test
    void idsBeyondTheMapAreRefused() {
      encoded();
      lab.write(
          "data/tiny/feature_map.json", MAP.replace("\"vocab_size\": 12", "\"vocab_size\": 9"));
      datasets(sections("parquet", ""));

      assertThat(lab.run("train", "SB")).isEqualTo(1);

      assertThat(lab.err()).contains("Feature item holds id", "its vocabulary has 9 ids");
    }
  }
}

package io.fuxictr.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.fuxictr.dataset.part.PartFooter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands that work on experiments, from their arguments to their files. */
class LabIT {
  private static final String MODELS =
      """
      Base:
        model_root: models
        metrics: [AUC, logloss]
        monitor: AUC
        monitor_mode: max
        early_stop_patience: 3
        seed: 7
      SB_test:
        model: ShareBottom
        dataset_id: tiny
        task: binary_classification
        loss: binary_crossentropy
        bottom_hidden_units: [8]
        tower_hidden_units: [4]
        embedding_dim: 4
        learning_rate: 1e-2
        batch_size: 64
        epochs: 3
        net_dropout: 0.1
      """;
  private static final String DATASETS =
      """
      tiny:
        data_root: data
        data_format: parquet
        train_data: raw/train.parquet
        test_data: raw/test.parquet
        valid_size: 0.2
        split_type: random
        label_col:
          - {name: clicked, dtype: float}
        feature_cols:
          - {name: [item, city], active: true, dtype: str, type: categorical}
          - {name: price, active: true, dtype: float, type: numeric, normalizer: StandardScaler}
      """;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @TempDir private Path root;

  @BeforeEach
  void writeExperiment() throws IOException, SQLException {
    Files.createDirectories(root.resolve("config"));
    Files.createDirectories(root.resolve("raw"));
    Files.writeString(root.resolve("config/model_config.yaml"), MODELS);
    Files.writeString(root.resolve("config/dataset_config.yaml"), DATASETS);
    rows("train.parquet", 0, 900);
    rows("test.parquet", 900, 300);
  }

  private void rows(String name, int from, int count) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:duckdb:");
        var statement = connection.createStatement()) {
      statement.execute(
          """
          COPY (SELECT i AS row_id, 'i' || (i * 7 %% 10) AS item, 'c' || (i * 13 %% 5) AS city,
                       (i * 37 %% 101) / 10.0 AS price,
                       CASE WHEN (i * 7 %% 10) + (i * 37 %% 101) / 20 > 7 THEN 1 ELSE 0 END AS clicked
                FROM range(%d, %d) t(i)) TO '%s' (FORMAT parquet)
          """
              .formatted(from, from + count, root.resolve("raw").resolve(name)));
    }
  }

  private int run(String command, String... arguments) {
    out.getBuffer().setLength(0);
    err.getBuffer().setLength(0);
    var all = new ArrayList<String>(List.of(command));
    all.addAll(List.of(arguments));
    all.addAll(List.of("--root", root.toString()));
    return Main.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
        .execute(all.toArray(String[]::new));
  }

  private int experiment(String command, String... arguments) {
    var all = new ArrayList<String>(List.of(arguments));
    all.addAll(List.of("--config", root.resolve("config").toString(), "--expid", "SB_test"));
    return run(command, all.toArray(String[]::new));
  }

  private JsonNode json() throws IOException {
    return new JsonMapper().readTree(out.toString());
  }

  private Path model() {
    return root.resolve("models/tiny/SB_test.model");
  }

  private List<String> results() throws IOException {
    Path file = root.resolve("config.csv");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  @Nested
  class FromConfigurationToPredictions {
    @Test
    void trainsMeasuresAndNotesTheResult() throws IOException {
      assertThat(experiment("train", "--json")).as(err.toString()).isZero();

      assertThat(out.toString()).hasLineCount(1);
      assertThat(json().path("test").path("AUC").asDouble()).isGreaterThan(0.9);
      assertThat(json().path("valid").has("logloss")).isTrue();
      assertThat(model()).exists();
      assertThat(results()).hasSize(1);
      assertThat(results().getFirst())
          .startsWith(" 2")
          .contains(",[command] fuxictr-workflow train --json --config ")
          .contains(",[exp_id] SB_test,[dataset_id] tiny,[train] N.A.,[val] AUC: ")
          .contains(",[test] AUC: ");
      assertThat(root.resolve("models/tiny/SB_test.log"))
          .content()
          .contains("INFO Start training: 12 batches/epoch")
          .contains("INFO Train samples: total/720, blocks/1")
          .contains("INFO Save best model: monitor(max)=");
    }

    @Test
    void datasetThatIsThereIsUsedAgain() throws IOException {
      assertThat(experiment("build-dataset", "--json")).as(err.toString()).isZero();
      assertThat(json().path("rows").path("valid").asInt()).isEqualTo(180);
      var built = Files.getLastModifiedTime(root.resolve("data/tiny/train.parquet"));

      assertThat(experiment("train")).as(err.toString()).isZero();

      assertThat(out.toString())
          .contains("Dataset tiny is up to date: train 720 rows, valid 180 rows, test 300 rows")
          .contains("metric", "valid", "test", "logloss");
      assertThat(Files.getLastModifiedTime(root.resolve("data/tiny/train.parquet")))
          .isEqualTo(built);
    }

    @Test
    void measuresASplitAndOtherRowsAlike() throws IOException {
      assertThat(experiment("train", "--json")).as(err.toString()).isZero();
      double trained = json().path("test").path("AUC").asDouble();

      assertThat(experiment("evaluate", "--json")).as(err.toString()).isZero();
      assertThat(json().path("test").path("AUC").asDouble()).isEqualTo(trained);

      String file = root.resolve("raw/test.parquet").toString();
      assertThat(experiment("evaluate", "--json", "--data", file)).as(err.toString()).isZero();
      assertThat(json().path("data").path("AUC").asDouble()).isEqualTo(trained);
      assertThat(experiment("evaluate", "--split", "valid")).as(err.toString()).isZero();
    }

    @Test
    void scoresPartsWithAllTheirColumnsOnce() throws Exception {
      assertThat(experiment("train")).as(err.toString()).isZero();
      Path output = root.resolve("scored");
      String input = root.resolve("raw").toString();

      assertThat(experiment("predict", "--data", input, "--output", output.toString()))
          .as(err.toString())
          .isZero();
      assertThat(PartFooter.read(output.resolve("test.parquet")).names())
          .containsExactly("row_id", "item", "city", "price", "clicked", "clicked_pred");
      assertThat(PartFooter.read(output.resolve("train.parquet")).rows()).isEqualTo(900);

      Files.delete(output.resolve("test.parquet"));
      assertThat(experiment("predict", "--data", input, "--output", output.toString())).isZero();
      assertThat(out.toString())
          .contains("test.parquet: 300 rows scored", "train.parquet is done already");
    }

    @Test
    void settingsReplaceValues() throws IOException {
      assertThat(
              experiment(
                  "train", "--set", "epochs=1", "--set", "model_root=elsewhere", "--seed", "9"))
          .as(err.toString())
          .isZero();

      assertThat(root.resolve("elsewhere/tiny/SB_test.model")).exists();
      assertThat(root.resolve("elsewhere/tiny/SB_test.log")).content().contains("\"seed\" : \"9\"");
    }
  }

  @Nested
  class WhenItIsInterrupted {
    /** Interrupts the training as soon as the file of an epoch appears. */
    private int interruptedTraining() throws Exception {
      Path checkpoints = root.resolve("models/tiny/SB_test.training");
      Thread trainer = Thread.currentThread();
      Thread watcher =
          Thread.ofVirtual()
              .start(
                  () -> {
                    while (!hasEpoch(checkpoints)) {
                      Thread.onSpinWait();
                    }
                    trainer.interrupt();
                  });
      try {
        return experiment("train", "--set", "epochs=200", "--set", "early_stop_patience=200");
      } finally {
        watcher.join();
        boolean _ = Thread.interrupted();
      }
    }

    private static boolean hasEpoch(Path folder) {
      try (Stream<Path> files = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
        return files.anyMatch(file -> file.toString().endsWith(".checkpoint"));
      } catch (IOException | UncheckedIOException _) {
        return false;
      }
    }

    @Test
    void goesOnAtTheLastEpochAndEndsWithTheSameModel() throws Exception {
      assertThat(interruptedTraining()).isEqualTo(130);
      assertThat(err.toString()).contains("Interrupted: the same command goes on");
      assertThat(model()).doesNotExist();
      assertThat(results()).isEmpty();

      String[] more = {"--set", "epochs=8", "--set", "early_stop_patience=200"};
      assertThat(experiment("train", more)).as(err.toString()).isZero();
      assertThat(out.toString()).contains("Resuming ");
      byte[] resumed = Files.readAllBytes(model());

      var fresh = new ArrayList<String>(List.of(more));
      fresh.add("--fresh");
      assertThat(experiment("train", fresh.toArray(String[]::new))).isZero();
      assertThat(out.toString()).doesNotContain("Resuming ");
      assertThat(Files.readAllBytes(model())).isEqualTo(resumed);
    }
  }

  @Nested
  class Tuned {
    private String tuner() throws IOException {
      return Files.writeString(
              root.resolve("grid.yaml"),
              """
              base_config: config
              base_expid: SB_test
              tuner_space:
                learning_rate: [1.e-2, 1.e-3]
                min_categr_count: [1, 300]
                epochs: 1
              """)
          .toString();
    }

    @BeforeEach
    void giveTheKeyAValue() throws IOException {
      Files.writeString(
          root.resolve("config/dataset_config.yaml"), DATASETS + "  min_categr_count: 1\n");
    }

    @Test
    void everyCombinationHasARowTheBestFirstAndNoneIsRunTwice() throws IOException {
      assertThat(run("tune", "--config", tuner(), "--json")).as(err.toString()).isZero();

      JsonNode rows = json().path("experiments");
      assertThat(rows).hasSize(4);
      assertThat(rows.get(0).path("valid").path("AUC").asDouble())
          .isGreaterThan(rows.get(3).path("valid").path("AUC").asDouble());
      assertThat(rows.get(0).path("values").path("learning_rate").asText()).isEqualTo("0.01");
      assertThat(rows.get(0).path("values").path("min_categr_count").asText()).isEqualTo("1");
      assertThat(root.resolve("grid/model_config.yaml")).exists();
      List<String> lines = Files.readAllLines(root.resolve("grid.csv"));
      assertThat(lines).hasSize(4);

      Files.write(root.resolve("grid.csv"), lines.subList(0, 3));
      assertThat(run("tune", "--config", tuner())).isZero();
      assertThat(out.toString())
          .contains("4 experiments in", "3 of them finished earlier", "Experiment 1 of 1")
          .contains("experiment", "learning_rate", "monitor");
      assertThat(Files.readAllLines(root.resolve("grid.csv"))).hasSize(4);
    }
  }

  @Nested
  class WithBadInput {
    private void fails(int code, String... words) {
      assertThat(code).isEqualTo(1);
      assertThat(err.toString()).startsWith("fuxictr-workflow: ").contains(words);
      assertThat(root.resolve("models")).doesNotExist();
      assertThat(root.resolve("data")).doesNotExist();
    }

    @Test
    void allProblemsAreToldWithTheirLines() {
      fails(
          experiment(
              "train",
              "--set",
              "valid_size=0",
              "--set",
              "net_dropout=2",
              "--set",
              "tower_hidden_units=wide"),
          "Experiment SB_test: 3 problems",
          "there are no validation rows",
          "--set net_dropout: Hyper-parameter net_dropout is 2",
          "Hyper-parameter tower_hidden_units is 'wide'");
    }

    @Test
    void valueInAFileIsToldWithFileAndLine() throws IOException {
      Files.writeString(
          root.resolve("config/model_config.yaml"), MODELS.replace("epochs: 3", "epochs: none"));

      fails(
          experiment("train"),
          root.resolve("config/model_config.yaml") + ", line 18: Hyper-parameter epochs is 'none'");
    }

    @Test
    void fileOfRowsThatIsNotThere() {
      fails(
          experiment("train", "--set", "train_data=raw/gone.parquet"),
          "there is no file " + root.resolve("raw/gone.parquet"));
    }

    @Test
    void experimentThatIsNotThere() {
      fails(
          run("train", "--config", root.resolve("config").toString(), "--expid", "SB_tset"),
          "Experiment 'SB_tset' is not in",
          "SB_test");
    }

    @Test
    void folderThatIsNotThere() {
      fails(run("train", "--config", "gone", "--expid", "SB_test"), "there is no such folder");
    }

    @Test
    void modelThatIsUnknown() {
      fails(experiment("train", "--set", "model=ShareBotom"), "Model 'ShareBotom'", "ShareBottom");
    }

    @Test
    void labelThatIsNotInTheRows() {
      fails(
          experiment("train", "--set", "label_col=bought"),
          "label 'bought' is not in",
          "columns found: row_id, item");
    }

    @Test
    void settingWithoutAKey() {
      fails(experiment("train", "--set", "epochs"), "write it as key=value");
    }

    @Test
    void modelThatWasNeverTrained() {
      fails(experiment("evaluate"), "train it first");
      fails(
          experiment(
              "predict",
              "--data",
              root.resolve("raw/test.parquet").toString(),
              "--output",
              root.resolve("scored").toString()),
          "train it first");
      assertThat(root.resolve("scored")).doesNotExist();
    }

    @Test
    void tunerFileThatIsNotThere() {
      assertThat(run("tune", "--config", "gone.yaml")).isEqualTo(1);
      assertThat(err.toString()).contains("gone.yaml: there is no such file");
    }

    @Test
    void modelThatHasNoShippedConfiguration() {
      fails(run("train", "--model", "MMoF", "--expid", "x"), "Model 'MMoF'", "MMoE");
    }
  }

  @Test
  void rowsTheDatasetIsBuiltOfAreNeverReplaced() throws IOException {
    Files.createDirectories(root.resolve("data/tiny"));
    Path own = root.resolve("data/tiny/train.parquet");
    Files.copy(root.resolve("raw/train.parquet"), own);
    byte[] before = Files.readAllBytes(own);

    assertThat(experiment("train", "--set", "train_data=data/tiny/train.parquet")).isEqualTo(1);

    assertThat(err.toString()).contains("it would replace " + own);
    assertThat(Files.readAllBytes(own)).isEqualTo(before);
  }

  @Test
  void modelIsNotUsedWithAnotherStateOfItsDataset() {
    assertThat(experiment("train")).as(err.toString()).isZero();
    assertThat(experiment("build-dataset", "--set", "min_categr_count=200")).isZero();

    assertThat(experiment("evaluate")).isEqualTo(1);

    assertThat(err.toString()).contains("another state of dataset 'tiny'", "train again");
  }

  @Test
  void modelsAreListed() {
    assertThat(
            Main.commandLine(new PrintWriter(out, true), new PrintWriter(err, true))
                .execute("models"))
        .isZero();

    assertThat(out.toString()).contains("MMoE", "ShareBottom");
  }
}

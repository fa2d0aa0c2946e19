package io.fuxictr.deploy.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.config.YamlFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GridTest {
  @TempDir private Path root;

  @BeforeEach
  void writeBase() throws IOException {
    write(
        "base/model_config.yaml",
        """
        Base: {seed: 1}
        DCN_base: {model: DCN, dataset_id: tiny, net_dropout: 0, learning_rate: 1.e-3}
        """);
    write("base/dataset_config.yaml", "tiny: {data_root: data, min_categr_count: 1}\n");
  }

  private Path write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private Grid grid(String text) throws IOException {
    return Grid.of(TunerFile.read(write("tuner.yaml", text), root));
  }

  @Test
  void hashIsTheReferences() {
    var section = new LinkedHashMap<String, Object>();
    section.put("model", "DCN");
    section.put("dataset_id", "tiny_x1");
    section.put("learning_rate", 1e-3);
    section.put("batch_norm", false);
    section.put("dnn_hidden_units", List.of(64, 32));
    section.put("group_id", null);
    var monitor = new LinkedHashMap<String, Object>();
    monitor.put("AUC", 1);
    monitor.put("logloss", -1);
    section.put("monitor", monitor);
    section.put("embedding_regularizer", 1e-5);

    assertThat(GridHash.of(section)).isEqualTo("a39c054e");
    assertThat(GridHash.of(Map.of("name", "Größe \"x\"", "sep", "\t"))).isEqualTo("458f7c17");
  }

  @Test
  void everyCombinationIsTriedInTheOrderOfTheSectionsKeys() throws IOException {
    Grid grid =
        grid(
            """
            base_config: base
            base_expid: DCN_base
            tuner_space: {learning_rate: [1.e-3, 1.e-4], net_dropout: [0, 0.2]}
            """);

    assertThat(grid.datasets()).hasSize(1);
    assertThat(grid.datasets().keySet().iterator().next()).matches("tiny_[0-9a-f]{8}");
    assertThat(List.copyOf(grid.experiments().keySet()))
        .allMatch(id -> id.matches("DCN_base_00[1-4]_[0-9a-f]{8}"))
        .isSorted()
        .hasSize(4);
    assertThat(grid.experiments().values())
        .extracting(it -> it.get("net_dropout"), it -> it.get("learning_rate"))
        .map(Object::toString)
        .containsExactly("(0, 0.001)", "(0, 1.0E-4)", "(0.2, 0.001)", "(0.2, 1.0E-4)");
  }

  @Test
  void datasetsAreVariedAsWell() throws IOException {
    Grid grid =
        grid(
            """
            base_config: base
            base_expid: DCN_base
            tuner_space: {min_categr_count: [1, 5], net_dropout: 0.1}
            """);

    assertThat(grid.datasets()).hasSize(2);
    assertThat(grid.experiments().values())
        .extracting(it -> it.get("dataset_id"))
        .containsExactlyElementsOf(grid.datasets().keySet());
  }

  @Test
  void datasetThatIsGivenKeepsItsName() throws IOException {
    Grid grid =
        grid(
            """
            base_config: base
            base_expid: DCN_base
            dataset_config: {tiny: {data_format: parquet, rebuild_dataset: false}}
            tuner_space: {net_dropout: [0, 0.1]}
            """);

    assertThat(grid.datasets()).containsOnlyKeys("tiny");
  }

  @Test
  void writtenSectionsAreReadAsTheyWere() throws IOException {
    Grid grid =
        grid("base_config: base\nbase_expid: DCN_base\ntuner_space: {net_dropout: [0, 0.1]}\n");

    grid.write(root.resolve("tuner"));

    assertThat(YamlFile.read(root.resolve("tuner/model_config.yaml")))
        .isEqualTo(grid.experiments());
    assertThat(YamlFile.read(root.resolve("tuner/dataset_config.yaml"))).isEqualTo(grid.datasets());
  }

  @Test
  void keyThatNobodyHasIsToldWithItsLine() {
    assertThatThrownBy(
            () ->
                grid(
                    """
                    base_config: base
                    base_expid: DCN_base
                    tuner_space:
                      net_dropuot: [0, 1]
                    """))
        .isInstanceOf(LabException.class)
        .hasMessageContaining(
            "line 4, net_dropuot: neither experiment 'DCN_base' nor dataset 'tiny'");
  }

  @Test
  void fileWithoutWhatIsNeededTellsAll() {
    assertThatThrownBy(() -> grid("base_confg: base\n"))
        .hasMessageContaining("3 problems")
        .hasMessageContaining("key 'base_confg' is unknown")
        .hasMessageContaining("base_expid is missing")
        .hasMessageContaining("tuner_space is missing");
  }
}

package io.fuxictr.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.config.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentFilesTest {
  @TempDir private Path root;
  private ExperimentFiles files = new ExperimentFiles(Path.of("none"), List.of());

  @BeforeEach
  void writeTheShippedFiles() throws IOException {
    files = new ExperimentFiles(root.resolve("users"), List.of(root.resolve("zoo")));
    write(
        "zoo/multitask/MMoE/config/model_config.yaml",
        """
        Base: {verbose: 1, epochs: 10}
        MMoE_default: {model: MMoE, dataset_id: d1, num_tasks: 2, epochs: 3}
        MMoE_small: {num_experts: 2}
        MMoE_tiny: {extends: MMoE_small, embedding_dim: 4}
        ring_a: {extends: ring_b}
        ring_b: {extends: ring_a}
        no_model_at_all: {extends: MMoE_default, dataset_id: gone}
        """);
    write(
        "zoo/multitask/MMoE/config/dataset_config.yaml",
        """
        d1:
          label_col: [{name: label_apply, dtype: float, threshold: 0.5}, {name: label_credit, threshold: 0.3}]
        """);
  }

  private void write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void sectionWinsOverBase() {
    Experiment experiment = files.resolve("ann", "MMoE", "MMoE_default");

    assertThat(experiment.values()).containsEntry("verbose", 1).containsEntry("epochs", 3);
    assertThat(experiment.labels())
        .containsExactly(new LabelColumn("label_apply", 0.5), new LabelColumn("label_credit", 0.3));
  }

  @Test
  void sectionWithoutModelInheritsTheDefaultOne() {
    assertThat(files.resolve("ann", "MMoE", "MMoE_tiny").values())
        .containsEntry("model", "MMoE")
        .containsEntry("num_experts", 2)
        .containsEntry("embedding_dim", 4)
        .doesNotContainKey("extends");
  }

  @Test
  void sectionThatExtendsItselfIsRefused() {
    assertThatThrownBy(() -> files.resolve("ann", "MMoE", "ring_a"))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("extends itself: ring_a, ring_b, ring_a");
  }

  @Test
  void unknownExperimentIsToldWithThoseThereAre() {
    assertThatThrownBy(() -> files.resolve("ann", "MMoE", "MMoE_large"))
        .hasMessageContaining("'MMoE_large' is not in")
        .hasMessageContaining("MMoE_default, MMoE_small");
  }

  @Test
  void baseIsNoExperiment() {
    assertThatThrownBy(() -> files.resolve("ann", "MMoE", "Base"))
        .isInstanceOf(InvalidConfigException.class);
    assertThat(files.experimentIds("ann", "MMoE")).doesNotContain("Base");
  }

  @Test
  void unknownModelIsToldWithThoseThereAre() {
    assertThatThrownBy(() -> files.resolve("ann", "MMOE", "x"))
        .hasMessageContaining("Model 'MMOE' has no configuration; models: MMoE");
  }

  @Test
  void datasetThatIsNotThereIsToldWithThoseThereAre() {
    assertThatThrownBy(() -> files.resolve("ann", "MMoE", "no_model_at_all"))
        .hasMessageContaining("dataset_id 'gone'")
        .hasMessageContaining("there are: d1");
  }

  @Test
  void userFileReplacesTheShippedOneAsAWhole() throws IOException {
    write("users/ann/MMoE/config/model_config.yaml", "mine: {model: MMoE, dataset_id: d1}");

    assertThat(files.experimentIds("ann", "MMoE")).containsExactly("mine");
    assertThat(files.experimentIds("bob", "multitask/MMoE")).contains("MMoE_default");
    assertThat(files.models("ann")).containsExactly("MMoE");
  }

  @Test
  void labelsMustBeAsManyAsTasks() throws IOException {
    write(
        "users/ann/MMoE/config/model_config.yaml",
        "mine: {model: MMoE, dataset_id: d1, num_tasks: 3}");

    assertThatThrownBy(() -> files.resolve("ann", "MMoE", "mine"))
        .hasMessageContaining("num_tasks 3")
        .hasMessageContaining("2 label columns: label_apply, label_credit");
  }

  @Test
  void namesThatClimbOutAreRefused() {
    assertThatThrownBy(() -> files.resolve("..", "MMoE", "x"))
        .isInstanceOf(InvalidConfigException.class);
    assertThatThrownBy(() -> files.resolve("ann", "../MMoE", "x"))
        .isInstanceOf(InvalidConfigException.class);
  }

  @Test
  void brokenYamlIsToldWithItsLine() throws IOException {
    write("users/ann/MMoE/config/model_config.yaml", "mine: {model: MMoE\nother: [");

    assertThatThrownBy(() -> files.resolve("ann", "MMoE", "mine"))
        .hasMessageContaining("line 2")
        .hasMessageContaining("not valid YAML");
  }
}

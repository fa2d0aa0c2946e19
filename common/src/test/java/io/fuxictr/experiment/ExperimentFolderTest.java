package io.fuxictr.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.config.InvalidConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentFolderTest {
  @TempDir private Path folder;

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  @Test
  void sectionIsLaidOverBaseAndNestedMapsAreReplaced() throws IOException {
    write(
        "model_config.yaml",
        """
        Base: {seed: 1, monitor: {AUC: 1, logloss: -1}}
        DCN_test: {model: DCN, dataset_id: tiny, monitor: {AUC: 1}}
        """);
    write("dataset_config.yaml", "tiny: {data_root: data, label_col: {name: clk}}\n");

    Experiment experiment = ExperimentFolder.read(folder).experiment("DCN_test");

    assertThat(experiment.values()).containsEntry("seed", 1);
    assertThat(experiment.values().get("monitor")).hasToString("{AUC=1}");
    assertThat(experiment.datasetTemplate()).containsEntry("data_root", "data");
    assertThat(experiment.labels()).extracting(LabelColumn::name).containsExactly("clk");
  }

  @Test
  void experimentNeedsNoBase() throws IOException {
    write("model_config.yaml", "DCN_test: {model: DCN, dataset_id: tiny}\n");
    write("dataset_config.yaml", "tiny: {data_root: data}\n");

    assertThat(ExperimentFolder.read(folder).experiment("DCN_test").modelClass()).isEqualTo("DCN");
  }

  @Test
  void searchForBaseEndsWhereTheExperimentIsFoundAsWell() throws IOException {
    write("model_config/a.yaml", "Base: {seed: 1}\nx: {model: DCN, dataset_id: tiny}\n");
    write("model_config/b.yaml", "Base: {seed: 2}\ny: {model: DCN, dataset_id: tiny}\n");
    write("dataset_config/a.yaml", "tiny: {data_root: first}\n");
    write("dataset_config/b.yaml", "tiny: {data_root: second}\n");

    ExperimentFolder files = ExperimentFolder.read(folder);

    assertThat(files.experimentIds()).containsExactly("x", "y");
    assertThat(files.experiment("x").values()).containsEntry("seed", 1);
    assertThat(files.experiment("y").values()).containsEntry("seed", 2);
    assertThat(files.dataset("tiny")).containsEntry("data_root", "first");
  }

  @Test
  void placeOfAKeyIsItsFileAndLine() throws IOException {
    write(
        "model_config.yaml",
        """
        Base:
          seed: 1
        parent:
          model: DCN
          epochs: 3
        child:
          extends: parent
          dataset_id: tiny
        """);
    write("dataset_config.yaml", "tiny:\n  data_root: data\n");
    ExperimentFolder files = ExperimentFolder.read(folder);
    Experiment child = files.experiment("child");

    assertThat(List.of("dataset_id", "epochs", "seed", "data_root"))
        .extracting(key -> files.place(child, key).orElseThrow())
        .containsExactly(
            folder.resolve("model_config.yaml") + ", line 8",
            folder.resolve("model_config.yaml") + ", line 5",
            folder.resolve("model_config.yaml") + ", line 2",
            folder.resolve("dataset_config.yaml") + ", line 2");
    assertThat(files.place(child, "gpu")).isEmpty();
  }

  @Test
  void folderWithoutModelConfigurationIsRefused() {
    assertThatThrownBy(() -> ExperimentFolder.read(folder))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("neither model_config.yaml nor model_config/*.yaml");
  }

  @Test
  void experimentThatIsNotThereIsToldWithThoseThatAre() throws IOException {
    write("model_config.yaml", "DCN_test: {model: DCN, dataset_id: gone}\n");
    write("dataset_config.yaml", "tiny: {data_root: data}\n");
    ExperimentFolder files = ExperimentFolder.read(folder);

    assertThatThrownBy(() -> files.experiment("DCN_tset"))
        .hasMessageContaining("'DCN_tset' is not in")
        .hasMessageContaining("DCN_test");
    assertThatThrownBy(() -> files.experiment("DCN_test"))
        .hasMessageContaining("dataset_id 'gone', which is not in")
        .hasMessageContaining("tiny");
    assertThatThrownBy(() -> files.dataset("gone")).hasMessageContaining("there are: tiny");
  }
}

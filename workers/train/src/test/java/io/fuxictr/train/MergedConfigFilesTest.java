package io.fuxictr.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuxictr.config.YamlFile;
import io.fuxictr.experiment.MergedConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MergedConfigFilesTest {
  @TempDir private Path root;

  private static MergedConfig config(int epochs) {
    return new MergedConfig(
        "MMoE_task7",
        Map.of("model", "MMoE", "epochs", epochs),
        "MMoE.20260101_000000",
        Map.of("data_root", "/d", "label_col", List.of(Map.of("name", "label"))));
  }

  @Test
  void eachFileHasOneSectionThatALauncherFinds() throws IOException {
    Path folder = root.resolve("MMoE_task7");

    MergedConfigFiles.write(config(3), folder);

    assertThat(YamlFile.read(folder.resolve("model_config.yaml")))
        .isEqualTo(Map.of("MMoE_task7", Map.of("model", "MMoE", "epochs", 3)));
    assertThat(YamlFile.read(folder.resolve("dataset_config.yaml")))
        .containsOnlyKeys("MMoE.20260101_000000");
    assertThat(YamlFile.read(root.resolve("MMoE_task7.yaml")))
        .containsEntry("epochs", 3)
        .containsEntry("data_root", "/d");
  }

  @Test
  void laterAttemptReplacesTheFilesAndLeavesNothingElse() throws IOException {
    Path folder = root.resolve("MMoE_task7");

    MergedConfigFiles.write(config(3), folder);
    MergedConfigFiles.write(config(5), folder);

    assertThat(YamlFile.read(root.resolve("MMoE_task7.yaml"))).containsEntry("epochs", 5);
    try (Stream<Path> files = Files.walk(root)) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(3);
    }
  }
}

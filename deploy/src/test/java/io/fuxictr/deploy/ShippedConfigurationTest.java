package io.fuxictr.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuxictr.config.ConfigInput;
import io.fuxictr.config.WorkflowConfig;
import io.fuxictr.experiment.Experiment;
import io.fuxictr.experiment.ExperimentFiles;
import io.fuxictr.experiment.LabelColumn;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShippedConfigurationTest {
  private static final Path DIST = Path.of("src", "main", "dist").toAbsolutePath();

  @TempDir private Path folder;

  @Test
  void exampleSaysWhatTheDefaultsAre() {
    assertThat(load(Optional.of(DIST.resolve("config.yaml")))).isEqualTo(load(Optional.empty()));
  }

  private WorkflowConfig load(Optional<Path> file) {
    return WorkflowConfig.load(new ConfigInput(folder, file, Map.of(), Map.of()));
  }

  @ParameterizedTest
  @CsvSource({
    "MMoE, MMoE_default",
    "MMoE, MMoE_with_UW",
    "MMoE, MMoE_demo",
    "MMoE, MMoE_test",
    "multitask/MMoE, MMoE_default",
    "ShareBottom, ShareBottom_default",
    "ShareBottom, ShareBottom_demo"
  })
  void everyShippedExperimentResolves(String model, String id) {
    Experiment experiment = files().resolve("anybody", model, id);

    assertThat(experiment.modelClass()).isEqualTo(model.replace("multitask/", ""));
    assertThat(experiment.labels())
        .extracting(LabelColumn::name)
        .containsExactly("label_apply", "label_credit");
    assertThat(experiment.values()).containsKeys("seed", "learning_rate", "monitor", "epochs");
  }

  @Test
  void baseIsNoExperiment() {
    assertThat(files().experimentIds("anybody", "MMoE"))
        .containsExactly("MMoE_default", "MMoE_with_UW", "MMoE_demo", "MMoE_test");
  }

  private ExperimentFiles files() {
    return new ExperimentFiles(folder.resolve("users"), List.of(DIST.resolve("model_zoo")));
  }
}

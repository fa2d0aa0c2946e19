package io.fuxictr.deploy.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuxictr.experiment.Experiment;
import io.fuxictr.experiment.ExperimentFiles;
import io.fuxictr.experiment.LabelColumn;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoExperimentTest {
  private static final Path ZOO = Path.of("src", "main", "dist", "model_zoo").toAbsolutePath();

  @TempDir private Path folder;

  @Test
  void copyPredictsTheUsersLabelsAndIsOtherwiseTheShippedOne() {
    var files = new ExperimentFiles(folder, List.of(ZOO));

    new DemoExperiment(ZOO).copyFor(folder.resolve("anna"), List.of("a", "b", "c"));

    Experiment copy = files.resolve("anna", DemoExperiment.MODEL, DemoExperiment.ID);
    Experiment shipped = files.resolve("berta", DemoExperiment.MODEL, DemoExperiment.ID);
    assertThat(copy.labels()).extracting(LabelColumn::name).containsExactly("a", "b", "c");
    assertThat(copy.values())
        .containsEntry("num_tasks", 3)
        .containsEntry("expert_hidden_units", shipped.values().get("expert_hidden_units"))
        .hasSameSizeAs(shipped.values());
    assertThat(copy.datasetTemplate())
        .containsEntry("min_categr_count", shipped.datasetTemplate().get("min_categr_count"));
  }

  @Test
  void otherLabelsReplaceThoseOfTheLastDemonstration() {
    var files = new ExperimentFiles(folder, List.of(ZOO));
    var experiment = new DemoExperiment(ZOO);

    experiment.copyFor(folder.resolve("anna"), List.of("a", "b"));
    experiment.copyFor(folder.resolve("anna"), List.of("c"));

    assertThat(files.resolve("anna", DemoExperiment.MODEL, DemoExperiment.ID).labels())
        .extracting(LabelColumn::name)
        .containsExactly("c");
  }
}

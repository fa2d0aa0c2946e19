package io.fuxictr.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuxictr.task.Overrides;
import io.fuxictr.task.TaskId;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class MergedConfigTest {
  private final Experiment experiment =
      new Experiment(
          "MMoE_default",
          Map.of("model", "MMoE", "dataset_id", "template", "epochs", 3, "net_dropout", 0.1),
          Path.of("model_config.yaml"),
          Map.of("label_col", "label", "valid_size", 0.1, "train_data", "old"),
          Optional.empty());

  private RunData run(Overrides overrides) {
    return new RunData(
        new TaskId(7),
        "MMoE_default.20260101_000000",
        Path.of("/d/processed"),
        Path.of("/m/checkpoints"),
        Map.of("train_data", "/d/processed/train.parquet", "label_col", List.of("a", "b")),
        overrides,
        1024,
        10);
  }

  @Test
  void runReplacesDataAndPathsAndKeepsTheRest() {
    MergedConfig merged = MergedConfig.of(experiment, run(Overrides.NONE));

    assertThat(merged.expid()).isEqualTo("MMoE_default_task7");
    assertThat(merged.model())
        .containsEntry("net_dropout", 0.1)
        .containsEntry("dataset_id", "MMoE_default.20260101_000000")
        .containsEntry("model_root", "/m/checkpoints")
        .containsEntry("_workflow_task_id", 7L);
    assertThat(merged.dataset())
        .containsEntry("data_root", "/d/processed")
        .containsEntry("train_data", "/d/processed/train.parquet")
        .containsEntry("label_col", List.of("a", "b"))
        .containsEntry("valid_size", 0.1);
  }

  @Test
  void submissionWinsOverExperimentAndExperimentOverDefaults() {
    var overrides = new Overrides(OptionalInt.empty(), OptionalInt.of(64), OptionalInt.empty());

    MergedConfig merged = MergedConfig.of(experiment, run(overrides));

    assertThat(merged.model()).containsEntry("epochs", 3).containsEntry("batch_size", 64);
  }
}

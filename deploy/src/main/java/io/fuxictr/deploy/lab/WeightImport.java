package io.fuxictr.deploy.lab;

import io.fuxictr.ctr.engine.TorchEngine;
import io.fuxictr.ctr.file.ModelFileException;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.predict.RankModel;
import io.fuxictr.dataset.build.Dataset;
import io.fuxictr.deploy.text.WorkProgress;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Makes the model of an experiment out of weights that were trained elsewhere. */
public final class WeightImport {
  private final ExperimentPlan plan;
  private final WorkProgress progress;

  /** Prepares to import into an experiment. */
  public WeightImport(ExperimentPlan plan, WorkProgress progress) {
    this.plan = plan;
    this.progress = progress;
  }

  /**
   * Builds the dataset if needed, and writes the model.
   *
   * @param weights safetensors under the reference's names
   * @return the model's file
   * @throws LabException if the file does not fit the experiment, or another process trains it
   */
  public Path run(Path weights) throws InterruptedException {
    TorchEngine.start();
    try (FolderLock _ =
        FolderLock.tryTake(plan.files().lock())
            .orElseThrow(
                () ->
                    new LabException(
                        "Importing into %s: another process trains it (it holds %s); wait for it"
                            .formatted(plan.id(), plan.files().lock())))) {
      Dataset dataset = DatasetBuild.of(plan, progress).run();
      ModelSetup setup =
          ModelSetup.of(plan.parameters(dataset.fingerprint()), dataset.featureMap());
      try (RankModel model = RankModel.withWeights(setup, weights)) {
        model.save(plan.files().model());
      } catch (ModelFileException | UncheckedIOException e) {
        throw new LabException(
            "Importing weights into %s: %s".formatted(plan.id(), e.getMessage()), e);
      }
      return plan.files().model();
    }
  }
}

package io.fuxictr.deploy.lab;

import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.predict.RankModel;
import java.nio.file.Files;

/** The model of an experiment that was trained. */
final class TrainedModel {
  private TrainedModel() {}

  /**
   * Loads the model onto the device that the experiment now asks for, wherever it was trained.
   *
   * @throws LabException if it was never trained
   */
  static RankModel load(ExperimentPlan plan) {
    if (!Files.isRegularFile(plan.files().model())) {
      throw new LabException(
          "Loading the model of %s: there is no %s; train it first"
              .formatted(plan.id(), plan.files().model()));
    }
    int gpu = ModelSetup.gpu(HyperParameters.of(plan.parameters()));
    return RankModel.load(plan.files().model(), gpu);
  }
}

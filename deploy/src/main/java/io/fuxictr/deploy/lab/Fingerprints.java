package io.fuxictr.deploy.lab;

import io.fuxictr.ctr.predict.RankModel;
import io.fuxictr.dataset.build.Dataset;
import java.nio.file.Path;

/**
 * What a model and a dataset know of each other: the dataset's fingerprint is one of the model's
 * hyper-parameters, so that a training does not go on with other data, and a model is not used with
 * ids that mean something else.
 */
final class Fingerprints {
  /** The hyper-parameter. */
  static final String KEY = "dataset_fingerprint";

  private Fingerprints() {}

  /**
   * Opens the dataset that a model was trained on.
   *
   * @throws LabException if it is not there, or another one is
   */
  static Dataset dataset(ExperimentPlan plan, RankModel model) {
    Path folder = plan.data().folder();
    Dataset dataset =
        Dataset.open(folder)
            .orElseThrow(
                () ->
                    new LabException(
                        "Opening the dataset in %s: it is missing or incomplete; run build-dataset"
                            .formatted(folder)));
    String trained = model.setup().parameters().value(KEY).map(Object::toString).orElse("unknown");
    if (!dataset.fingerprint().equals(trained)) {
      throw new LabException(
          "Using %s: it was trained on another state of dataset '%s' than the one in %s; train again"
              .formatted(plan.files().model(), plan.datasetId(), folder));
    }
    return dataset;
  }
}

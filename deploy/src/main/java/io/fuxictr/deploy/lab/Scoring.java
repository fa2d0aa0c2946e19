package io.fuxictr.deploy.lab;

import io.fuxictr.ctr.engine.TorchEngine;
import io.fuxictr.ctr.predict.PartPlan;
import io.fuxictr.ctr.predict.PredictionFolder;
import io.fuxictr.ctr.predict.RankModel;
import io.fuxictr.dataset.build.Dataset;
import io.fuxictr.dataset.build.RowConversion;
import io.fuxictr.dataset.feature.FeatureEncoder;
import io.fuxictr.dataset.feature.FeatureEncoderFile;
import io.fuxictr.deploy.text.WorkProgress;
import java.nio.file.Path;
import java.util.List;

/**
 * The scoring of rows with a trained model: every input file becomes an output part of the same
 * name, ending with {@code .parquet}, with all its columns and one column of predictions per label,
 * {@code <label>_pred}.
 */
public final class Scoring {
  private final ExperimentPlan plan;
  private final WorkProgress progress;

  /** Prepares to score with the model of an experiment. */
  public Scoring(ExperimentPlan plan, WorkProgress progress) {
    this.plan = plan;
    this.progress = progress;
  }

  /**
   * What was scored.
   *
   * @param parts parts written, those of an earlier run included
   * @param rows their rows
   * @param output their folder
   */
  public record Result(int parts, long rows, Path output) {}

  /**
   * Scores parts; those that an interrupted run has finished are not scored again.
   *
   * @throws LabException if there is no model, or its dataset has changed
   * @throws io.fuxictr.dataset.part.DatasetException if a part cannot be read or lacks features;
   *     all parts are looked at before the first is scored
   * @throws InterruptedException if it is interrupted; parts that are done stay
   */
  public Result run(List<Path> inputs, Path output) throws InterruptedException {
    TorchEngine.start();
    try (RankModel model = TrainedModel.load(plan)) {
      Dataset dataset = Fingerprints.dataset(plan, model);
      return run(inputs, output, model, dataset);
    } finally {
      progress.end();
    }
  }

  private Result run(List<Path> inputs, Path output, RankModel model, Dataset dataset)
      throws InterruptedException {
    FeatureEncoder encoder =
        FeatureEncoderFile.read(dataset.folder().resolve(FeatureEncoderFile.NAME));
    try (RowFiles rows = RowFiles.open(inputs, plan.data().spec(), RowConversion.Use.SCORE)) {
      PartPlan parts = PartPlan.named(rows.parts(), output);
      parts.parts().forEach(part -> encoder.check(part.input()));
      List<String> columns =
          model.setup().features().labels().stream().map(label -> label + "_pred").toList();
      score(parts, PredictionFolder.open(output, plan.files().model(), columns), model, encoder);
      return new Result(parts.parts().size(), parts.rows(), output);
    }
  }

  private void score(
      PartPlan parts, PredictionFolder folder, RankModel model, FeatureEncoder encoder)
      throws InterruptedException {
    long done = 0;
    for (PartPlan.Part part : parts.parts()) {
      if (folder.isDone(part)) {
        progress.line("%s is done already".formatted(part.name()));
      } else {
        folder.score(model, encoder, part, Scoring::checkStopped);
        progress.line("%s: %,d rows scored".formatted(part.name(), part.rows()));
      }
      done += part.rows();
      progress.step("scoring", done, Math.max(parts.rows(), 1), "%,d rows".formatted(done));
    }
  }

  private static void checkStopped() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("scoring stopped");
    }
  }
}

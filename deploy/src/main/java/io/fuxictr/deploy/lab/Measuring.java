package io.fuxictr.deploy.lab;

import io.fuxictr.ctr.engine.TorchEngine;
import io.fuxictr.ctr.metric.Evaluation;
import io.fuxictr.ctr.metric.Metric;
import io.fuxictr.ctr.metric.MetricPlan;
import io.fuxictr.ctr.predict.RankModel;
import io.fuxictr.dataset.build.Dataset;
import io.fuxictr.dataset.build.DatasetSpec;
import io.fuxictr.dataset.build.RowConversion;
import io.fuxictr.dataset.build.Split;
import io.fuxictr.dataset.feature.FeatureEncoder;
import io.fuxictr.dataset.feature.FeatureEncoderFile;
import io.fuxictr.dataset.sample.LabelledSamples;
import io.fuxictr.dataset.sample.ProcessedSamples;
import io.fuxictr.dataset.sample.SampleSource;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** The evaluation of a trained model. */
public final class Measuring {
  private static final int BATCH_SIZE = 4096;

  private final ExperimentPlan plan;
  private final InstantSource clock;
  private final OptionalInt bins;

  /**
   * Prepares to measure the model of an experiment.
   *
   * @param bins bins of a table of what is predicted and what comes true, at least 1; empty for the
   *     tables that the experiment's metrics ask for, if any
   */
  public Measuring(ExperimentPlan plan, InstantSource clock, OptionalInt bins) {
    this.plan = plan;
    this.clock = clock;
    this.bins = bins;
  }

  /**
   * Measures the model on a split of its dataset.
   *
   * @throws LabException if there is no model, its dataset has changed, or it has no such rows
   */
  public TrainResult run(Split split) throws InterruptedException {
    TorchEngine.start();
    try (RankModel model = TrainedModel.load(plan)) {
      Dataset dataset = Fingerprints.dataset(plan, model);
      if (dataset.rows(split) == 0) {
        throw new LabException(
            "Evaluating %s: dataset '%s' has no %s rows"
                .formatted(plan.id(), plan.datasetId(), split.wireName()));
      }
      var samples = new ProcessedSamples(dataset.files(split), model.setup().features());
      return measure(split.wireName(), samples, model);
    }
  }

  /**
   * Measures the model on labelled rows.
   *
   * @throws LabException if there is no model, or its dataset has changed
   * @throws io.fuxictr.dataset.part.DatasetException if a file cannot be read or lacks features or
   *     labels
   */
  public TrainResult run(List<Path> files) throws InterruptedException {
    TorchEngine.start();
    try (RankModel model = TrainedModel.load(plan)) {
      Dataset dataset = Fingerprints.dataset(plan, model);
      FeatureEncoder encoder =
          FeatureEncoderFile.read(dataset.folder().resolve(FeatureEncoderFile.NAME));
      DatasetSpec spec = plan.data().spec();
      try (RowFiles rows = RowFiles.open(files, spec, RowConversion.Use.MEASURE)) {
        return measure("data", new LabelledSamples(rows.parts(), encoder, spec.labels()), model);
      }
    }
  }

  private TrainResult measure(String name, SampleSource samples, RankModel model)
      throws InterruptedException {
    var watch = new Stopwatch(clock);
    Evaluation evaluation = model.evaluate(samples, BATCH_SIZE, metrics(model.setup().metrics()));
    watch.end("evaluate");
    return new TrainResult(
        plan.id(),
        plan.datasetId(),
        plan.files().model(),
        Map.of(name, Measured.of(evaluation, model.setup().features().labels())),
        Calibration.of(name, evaluation),
        watch.seconds());
  }

  private MetricPlan metrics(MetricPlan configured) {
    if (bins.isEmpty()) {
      return configured;
    }
    var metrics = new ArrayList<>(configured.metrics().stream().filter(Metric::isNumber).toList());
    metrics.add(Metric.parse("metrics", "calibration(buckets=%d)".formatted(bins.getAsInt())));
    return configured.measuring("metrics", metrics);
  }
}

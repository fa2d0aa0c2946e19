package io.fuxictr.deploy.lab;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.engine.TorchEngine;
import io.fuxictr.ctr.layer.embedding.PretrainedFolder;
import io.fuxictr.ctr.metric.Evaluation;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.predict.RankModel;
import io.fuxictr.ctr.train.Trainer;
import io.fuxictr.ctr.zoo.ModelRegistry;
import io.fuxictr.dataset.build.Dataset;
import io.fuxictr.dataset.build.Split;
import io.fuxictr.dataset.feature.FeatureMap;
import io.fuxictr.dataset.sample.ProcessedSamples;
import io.fuxictr.dataset.sample.SampleSource;
import io.fuxictr.deploy.text.WorkProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One experiment from its configuration to its result: builds the dataset, trains, keeps the model,
 * measures it on the validation and test samples, notes the result.
 *
 * <p>A training that was interrupted goes on where it was.
 */
public final class Training {
  private final ExperimentPlan plan;
  private final WorkProgress progress;
  private final InstantSource clock;

  /** Where a training starts. */
  public enum Start {
    /** Where an earlier one was interrupted, if one was. */
    RESUME,
    /** From the beginning. */
    FRESH
  }

  /** Prepares a training. */
  public Training(ExperimentPlan plan, WorkProgress progress, InstantSource clock) {
    this.plan = plan;
    this.progress = progress;
    this.clock = clock;
  }

  /**
   * Runs the experiment.
   *
   * @param command the command that was given, for the line of the result
   * @throws LabException if another process trains it already
   * @throws InterruptedException if it is interrupted; how far it came is on disk then
   */
  public TrainResult run(Start start, String command) throws InterruptedException {
    TorchEngine.start();
    try (FolderLock _ =
            FolderLock.tryTake(plan.files().lock()).orElseThrow(this::isTrainedElsewhere);
        RunLog log = RunLog.open(plan.files().log(), progress, clock)) {
      log.keep("Params: " + json(plan.parameters()));
      plan.warnings().forEach(log::say);
      new Trainer(ModelSetup.of(HyperParameters.of(plan.parameters()), plan.data().draft()))
          .requireMemory();
      var watch = new Stopwatch(clock);
      Dataset dataset = DatasetBuild.of(plan, progress).run();
      watch.end("dataset");
      if (start == Start.FRESH) {
        clear(plan.files().checkpoints());
      }
      return train(dataset, log, watch, command);
    }
  }

  private LabException isTrainedElsewhere() {
    return new LabException(
        "Training %s: another process does so (it holds %s); wait for it, or name another model_root"
            .formatted(plan.id(), plan.files().lock()));
  }

  private TrainResult train(Dataset dataset, RunLog log, Stopwatch watch, String command)
      throws InterruptedException {
    HyperParameters parameters = plan.parameters(dataset.fingerprint());
    ModelSetup setup = ModelSetup.of(parameters, dataset.featureMap());
    FeatureMap features = setup.features();
    var trainer = new Trainer(setup, new PretrainedFolder(dataset.folder(), features));
    tellSamples(dataset, log);
    try (RankModel model =
        trainer.fit(
            samples(dataset, Split.TRAIN, features),
            samples(dataset, Split.VALID, features),
            plan.files().checkpoints(),
            notes(setup, log))) {
      log.say("Training finished.");
      log.say("Total number of parameters: %d.".formatted(model.trainedNumbers()));
      model.save(plan.files().model());
      watch.end("train");
      Map<String, Evaluation> evaluations = measure(dataset, model, trainer.evaluationBatch(), log);
      watch.end("evaluate");
      return result(evaluations, model.setup().features().labels(), command, watch);
    }
  }

  private static TrainingNotes notes(ModelSetup setup, RunLog log) {
    HyperParameters parameters = setup.parameters();
    return new TrainingNotes(
        log,
        ModelRegistry.prepare(setup).features().labels(),
        parameters.text("monitor_mode", "max"),
        parameters.integer("early_stop_patience", 2, n -> n >= 1, "at least 1"),
        parameters.real("learning_rate", 1e-3, rate -> rate > 0, "a number above 0"));
  }

  private static void tellSamples(Dataset dataset, RunLog log) {
    log.say("Loading datasets...");
    say(log, "Train", dataset, Split.TRAIN);
    say(log, "Validation", dataset, Split.VALID);
    say(log, "Test", dataset, Split.TEST);
  }

  private static void say(RunLog log, String name, Dataset dataset, Split split) {
    if (dataset.rows(split) > 0) {
      log.say(
          "%s samples: total/%d, blocks/%d"
              .formatted(name, dataset.rows(split), dataset.files(split).size()));
    }
  }

  private TrainResult result(
      Map<String, Evaluation> evaluations, List<String> labels, String command, Stopwatch watch) {
    Map<String, Map<String, Double>> metrics = new LinkedHashMap<>();
    var calibrations = new ArrayList<Calibration>();
    evaluations.forEach(
        (split, evaluation) -> {
          metrics.put(split, Measured.of(evaluation, labels));
          calibrations.addAll(Calibration.of(split, evaluation));
        });
    note(metrics, command);
    return new TrainResult(
        plan.id(), plan.datasetId(), plan.files().model(), metrics, calibrations, watch.seconds());
  }

  private Map<String, Evaluation> measure(
      Dataset dataset, RankModel model, int batchSize, RunLog log) throws InterruptedException {
    Map<String, Evaluation> evaluations = new LinkedHashMap<>();
    log.say("****** Validation evaluation ******");
    evaluations.put("valid", measure(dataset, Split.VALID, model, batchSize, log));
    if (dataset.rows(Split.TEST) > 0) {
      log.say("******** Test evaluation ********");
      evaluations.put("test", measure(dataset, Split.TEST, model, batchSize, log));
    }
    return evaluations;
  }

  private static Evaluation measure(
      Dataset dataset, Split split, RankModel model, int batchSize, RunLog log)
      throws InterruptedException {
    FeatureMap features = model.setup().features();
    Evaluation evaluation = model.evaluate(samples(dataset, split, features), batchSize);
    log.say("[Metrics] " + ResultLine.words(Measured.of(evaluation, features.labels())));
    return evaluation;
  }

  private void note(Map<String, Map<String, Double>> metrics, String command) {
    var line =
        new ResultLine(
            plan.id(),
            plan.datasetId(),
            metrics.getOrDefault("valid", Map.of()),
            metrics.getOrDefault("test", Map.of()));
    plan.results().append(line.text(clock.instant(), ZoneId.systemDefault(), command));
  }

  private static SampleSource samples(Dataset dataset, Split split, FeatureMap features) {
    return new ProcessedSamples(dataset.files(split), features);
  }

  /** Sorted by key, all values as text. */
  private static String json(Map<String, Object> parameters) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    new TreeMap<>(parameters).forEach((key, value) -> node.put(key, String.valueOf(value)));
    return new JsonMapper().valueToTree(node).toPrettyString();
  }

  private static void clear(Path checkpoints) {
    if (!Files.isDirectory(checkpoints)) {
      return;
    }
    try (Stream<Path> files = Files.list(checkpoints)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Deleting an earlier training in " + checkpoints, e);
    }
  }
}

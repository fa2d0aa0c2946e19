package io.fuxictr.train;

import io.fuxictr.config.InvalidConfigException;
import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.engine.EngineException;
import io.fuxictr.ctr.engine.TorchEngine;
import io.fuxictr.ctr.layer.embedding.PretrainedFolder;
import io.fuxictr.ctr.metric.Evaluation;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.predict.RankModel;
import io.fuxictr.ctr.train.DivergedException;
import io.fuxictr.ctr.train.NotEnoughMemoryException;
import io.fuxictr.ctr.train.Trainer;
import io.fuxictr.dataset.build.Dataset;
import io.fuxictr.dataset.build.Split;
import io.fuxictr.dataset.part.DatasetException;
import io.fuxictr.dataset.sample.ProcessedSamples;
import io.fuxictr.dataset.sample.SampleSource;
import io.fuxictr.experiment.Experiment;
import io.fuxictr.experiment.ExperimentFiles;
import io.fuxictr.experiment.MergedConfig;
import io.fuxictr.experiment.RunData;
import io.fuxictr.layout.StorageLayout;
import io.fuxictr.message.TaskEvent.Level;
import io.fuxictr.task.Checkpoint;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.task.Stage;
import io.fuxictr.task.Submission;
import io.fuxictr.worker.StageContext;
import io.fuxictr.worker.StageException;
import io.fuxictr.worker.StageResult;
import io.fuxictr.worker.StageWorker;
import io.fuxictr.worker.Timing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The second stage: merges the configuration, trains the model, measures it on the test rows and
 * publishes it.
 *
 * <p>An attempt that was cut off goes on after the last batch that is in a checkpoint: the trainer
 * keeps what it needs beside the model.
 */
public final class TrainStage implements StageWorker {
  private static final String PATHS = "processed_data_paths";
  private static final String LABELS = "label_col";
  private static final String TRAINING_FOLDER = "training";

  private final StorageLayout layout;
  private final ExperimentFiles experiments;
  private final Settings settings;
  private final InstantSource clock;

  /**
   * What counts where neither experiment nor submission says.
   *
   * @param batchSize rows per step
   * @param epochs passes over the training rows
   * @param threads threads of one training; 0 for one per processor
   */
  public record Settings(int batchSize, int epochs, int threads) {}

  /** Creates the stage. */
  public TrainStage(
      StorageLayout layout, ExperimentFiles experiments, Settings settings, InstantSource clock) {
    this.layout = layout;
    this.experiments = experiments;
    this.settings = settings;
    this.clock = clock;
  }

  @Override
  public Stage stage() {
    return Stage.TRAIN;
  }

  @Override
  public StageResult run(StageContext context) throws InterruptedException {
    try {
      TorchEngine.start(settings.threads());
      return train(context);
    } catch (EngineException e) {
      throw new StageException(ErrorCode.INTERNAL, String.valueOf(e.getMessage()), e);
    } catch (InvalidConfigException | ModelConfigException e) {
      throw new StageException(ErrorCode.INVALID_INPUT, String.valueOf(e.getMessage()), e);
    } catch (DatasetException e) {
      throw new StageException(ErrorCode.STORAGE, String.valueOf(e.getMessage()), e);
    } catch (NotEnoughMemoryException e) {
      throw new StageException(ErrorCode.OUT_OF_MEMORY, String.valueOf(e.getMessage()), e);
    } catch (DivergedException e) {
      throw new StageException(ErrorCode.DIVERGED, String.valueOf(e.getMessage()), e);
    }
  }

  private StageResult train(StageContext context) throws InterruptedException {
    Timing timing = Timing.start(clock);
    String datasetId = fetched(context).requireText("dataset_id");
    MergedConfig config = merge(context, datasetId);
    Dataset dataset = open(datasetId);
    ModelSetup setup = ModelSetup.of(parameters(config), dataset.featureMap());
    var trainer = new Trainer(setup, new PretrainedFolder(dataset.folder(), setup.features()));
    context.checkStopped();
    var report = new TrainingReport(context, datasetId, clock);
    Submission submission = context.submission();
    Path checkpoints = layout.modelFolder(submission.model(), datasetId).resolve(TRAINING_FOLDER);
    if (context.resume().isEmpty()) {
      context.checkHeld();
      clear(checkpoints);
    }
    try (RankModel model =
        trainer.fit(
            samples(dataset, Split.TRAIN), samples(dataset, Split.VALID), checkpoints, report)) {
      Optional<Evaluation> test = test(context, dataset, model, trainer.evaluationBatch());
      Path published = layout.model(submission.model(), datasetId, submission.experimentId());
      model.save(published, context::checkHeld);
      context.log("Model published at " + published);
      Checkpoint done = timing.addTo(report.result(test).with("model_path", published.toString()));
      context.save(done);
      return StageResult.done(done, report.metrics(done));
    }
  }

  /** The model's own, and of the dataset what metrics need: the thresholds of the labels. */
  private static HyperParameters parameters(MergedConfig config) {
    var values = new LinkedHashMap<>(config.model());
    Object labels = config.dataset().get(LABELS);
    if (labels != null) {
      values.put(LABELS, labels);
    }
    return HyperParameters.of(values);
  }

  /** Forgets an earlier training, so that who asks to start over does. */
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

  private static Checkpoint fetched(StageContext context) {
    Checkpoint fetched = context.result(Stage.DATA_FETCH);
    if (fetched.map(PATHS).isEmpty()) {
      throw new StageException(
          ErrorCode.INVALID_INPUT,
          "Starting train: the result of data_fetch lacks '%s'; retry from data_fetch"
              .formatted(PATHS));
    }
    return fetched;
  }

  private MergedConfig merge(StageContext context, String datasetId) {
    Submission submission = context.submission();
    Experiment experiment =
        experiments.resolve(submission.user(), submission.model(), submission.experimentId());
    context.log("Configuration of %s from %s".formatted(experiment.id(), experiment.source()));
    MergedConfig config =
        MergedConfig.of(
            experiment,
            new RunData(
                context.attempt().task(),
                datasetId,
                layout.processed(datasetId),
                layout.modelRoot().resolve(submission.model()).resolve("checkpoints"),
                fetched(context).map(PATHS),
                submission.overrides(),
                settings.batchSize(),
                settings.epochs()));
    Path folder = layout.mergedConfig(experiment.id(), context.attempt().task());
    context.checkHeld();
    try {
      MergedConfigFiles.write(config, folder);
    } catch (IOException e) {
      throw new UncheckedIOException("Writing the merged configuration to " + folder, e);
    }
    return config;
  }

  private Dataset open(String datasetId) {
    Path folder = layout.processed(datasetId);
    Dataset dataset =
        Dataset.open(folder)
            .orElseThrow(
                () ->
                    new StageException(
                        ErrorCode.STORAGE,
                        "Opening the dataset in %s: it is missing or incomplete; retry from data_fetch"
                            .formatted(folder)));
    if (dataset.rows(Split.VALID) == 0) {
      throw new StageException(
          ErrorCode.INVALID_INPUT,
          "Training on %s: there are no validation rows; give more rows, or a larger valid_size"
              .formatted(datasetId));
    }
    return dataset;
  }

  private static SampleSource samples(Dataset dataset, Split split) {
    return new ProcessedSamples(dataset.files(split), dataset.featureMap());
  }

  private static Optional<Evaluation> test(
      StageContext context, Dataset dataset, RankModel model, int batchSize)
      throws InterruptedException {
    if (dataset.rows(Split.TEST) == 0) {
      context.log(Level.WARNING, "There are no test rows: the model is not measured on any");
      return Optional.empty();
    }
    return Optional.of(model.evaluate(samples(dataset, Split.TEST), batchSize));
  }
}

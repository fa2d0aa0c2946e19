package io.fuxictr.ctr.train;

import io.fuxictr.ctr.batch.BatchLoader;
import io.fuxictr.ctr.batch.HostBatch;
import io.fuxictr.ctr.batch.TrainingSamples;
import io.fuxictr.ctr.metric.Evaluation;
import io.fuxictr.ctr.optimizer.Adam;
import io.fuxictr.ctr.predict.RankModel;
import io.fuxictr.ctr.train.TrainingListener.Progress;
import io.fuxictr.ctr.train.TrainingListener.Validation;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The epochs of one training, one after the other. */
final class TrainingRun {
  private static final Logger log = LoggerFactory.getLogger(TrainingRun.class);
  private static final int REPORT_EVERY = 10;

  private final TrainingSettings settings;
  private final RankModel model;
  private final TrainingStep step;
  private final Adam adam;
  private final CheckpointFolder folder;
  private final TrainingListener listener;
  private TrainingState state;

  TrainingRun(
      TrainingSettings settings,
      RankModel model,
      TrainingStep step,
      Adam adam,
      CheckpointFolder folder,
      TrainingListener listener) {
    this.settings = settings;
    this.model = model;
    this.step = step;
    this.adam = adam;
    this.folder = folder;
    this.listener = listener;
    this.state = new TrainingState(0, 0, settings.start(), Optional.empty());
  }

  /** Goes back to the last checkpoint, if there is one. */
  void resume() {
    folder
        .restore(settings.start().rules())
        .ifPresent(
            restored -> {
              state = restored;
              listener.resumed(restored.epoch());
            });
  }

  /** Runs the epochs that are left, then takes the weights that are to win. */
  void finish(TrainingData data) throws InterruptedException {
    TrainingSamples samples =
        new TrainingSamples(
            data.train(), model.layout(), settings.order().forBatchNorm(model.hasBatchNorm()));
    if (samples.batches() == 0) {
      throw new IllegalArgumentException(
          "One training sample is too few for batch_norm: look at the training query");
    }
    while (state.epoch() < settings.epochs() && !state.stop().stops()) {
      int epoch = state.epoch() + 1;
      listener.epochStarted(epoch, settings.epochs(), samples.batches());
      run(epoch, samples, data);
      state = new TrainingState(epoch, adam.steps(), state.stop(), state.bestFile());
      folder.save(state);
      listener.epochFinished(epoch, state.stop().stops());
    }
    state.bestFile().ifPresentOrElse(folder::loadBest, this::warnOfLast);
  }

  private void run(int epoch, TrainingSamples samples, TrainingData data)
      throws InterruptedException {
    long steps = samples.batches();
    LossMean sinceReport = new LossMean();
    LossMean sinceEvaluation = new LossMean();
    try (BatchLoader loader = samples.epoch(epoch)) {
      for (long number = 1; number <= steps && !state.stop().stops(); number++) {
        double loss = train(loader, epoch, number);
        sinceReport.add(loss);
        sinceEvaluation.add(loss);
        if (sinceReport.count() == REPORT_EVERY || number == steps) {
          listener.batchesDone(
              new Progress(epoch, number, steps, adam.steps(), sinceReport.take()));
        }
        if (adam.steps() % settings.evalSteps().orElse(1) == 0
            && (settings.evalSteps().isPresent() || number == steps)) {
          evaluate(epoch, data, sinceEvaluation.take());
        }
      }
    }
  }

  private double train(BatchLoader loader, int epoch, long number) throws InterruptedException {
    listener.checkStopped();
    if (Thread.interrupted()) {
      throw new InterruptedException("in epoch %d, batch %d".formatted(epoch, number));
    }
    HostBatch batch =
        loader
            .next()
            .orElseThrow(
                () -> new IllegalStateException("the training samples ended at batch " + number));
    try {
      return step.run(model.memory(), batch, state.stop().learningRate()).loss();
    } catch (DivergedException e) {
      throw e.at(
          "Training stopped in epoch %d, batch %d (%s)"
              .formatted(
                  epoch,
                  number,
                  state.epoch() == 0
                      ? "there is no checkpoint yet"
                      : "the checkpoint of epoch " + state.epoch() + " is kept"));
    }
  }

  private void evaluate(int epoch, TrainingData data, double trainLoss)
      throws InterruptedException {
    Evaluation evaluation =
        model.evaluate(data.valid(), settings.evaluationBatch(), settings.monitor().plan());
    double monitored = settings.monitor().of(evaluation);
    boolean improved = state.stop().improves(monitored);
    EarlyStop stop = state.stop().after(monitored);
    Optional<String> best = state.bestFile();
    if (improved || !settings.saveBestOnly()) {
      best = Optional.of(folder.saveBest(adam.steps()));
    }
    state = new TrainingState(state.epoch(), adam.steps(), stop, best);
    listener.evaluated(
        new Validation(
            epoch,
            adam.steps(),
            evaluation,
            trainLoss,
            monitored,
            improved,
            stop.failures(),
            stop.learningRate()));
  }

  private void warnOfLast() {
    log.warn("No evaluation ever improved: the model keeps the weights of the last step");
  }
}

package io.fuxictr.ctr.train;

import io.fuxictr.ctr.batch.BatchLoader;
import io.fuxictr.ctr.batch.HostBatch;
import io.fuxictr.ctr.batch.TrainingSamples;
import io.fuxictr.ctr.metric.Evaluation;
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
  private final CheckpointFolder folder;
  private final CheckpointSchedule schedule;
  private final TrainingListener listener;
  private TrainingState state;
  private TrainingState saved;

  TrainingRun(
      TrainingSettings settings,
      RankModel model,
      TrainingStep step,
      CheckpointFolder folder,
      TrainingListener listener) {
    this.settings = settings;
    this.model = model;
    this.step = step;
    this.folder = folder;
    this.schedule = new CheckpointSchedule(settings.checkpointSteps(), System::nanoTime);
    this.listener = listener;
    this.state = TrainingState.start(settings.start());
    this.saved = state;
  }

  /** Goes back to the last checkpoint, if there is one. */
  void resume() {
    folder
        .restore(settings.start().rules())
        .ifPresent(
            restored -> {
              state = restored;
              saved = restored;
              listener.resumed(restored.position().epochs(), restored.position().batches());
            });
  }

  /**
   * Runs the epochs that are left, then takes the weights that are to win.
   *
   * @throws InterruptedException if it should end earlier; how far it came is on disk then
   */
  void finish(TrainingData data) throws InterruptedException {
    TrainingSamples samples =
        new TrainingSamples(
            data.train(), model.layout(), settings.order().forNetwork(model.network()));
    try {
      while (state.position().epochs() < settings.epochs() && !state.stop().stops()) {
        listener.epochStarted(epoch(), settings.epochs(), samples.batches());
        run(samples, data);
        state = state.epochDone();
        save();
        listener.epochFinished(state.position().epochs(), state.stop().stops());
      }
    } catch (InterruptedException e) {
      keep(e);
      throw e;
    }
    state.bestFile().ifPresentOrElse(folder::loadBest, this::warnOfLast);
  }

  private int epoch() {
    return state.position().epochs() + 1;
  }

  private void run(TrainingSamples samples, TrainingData data) throws InterruptedException {
    long batches = samples.batches();
    try (BatchLoader loader = samples.epoch(epoch(), state.position().batches())) {
      while (true) {
        if (evaluationDue(batches)) {
          evaluate(data);
        }
        if (state.position().batches() == batches || state.stop().stops()) {
          return;
        }
        state = state.trained(train(loader));
        report(batches);
        if (schedule.dueAfterStep() && state.position().batches() < batches) {
          save();
        }
      }
    }
  }

  private double train(BatchLoader loader) throws InterruptedException {
    long number = state.position().batches() + 1;
    listener.checkStopped();
    if (Thread.interrupted()) {
      throw new InterruptedException("in epoch %d, batch %d".formatted(epoch(), number));
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
          "Training stopped in epoch %d, batch %d (%s)".formatted(epoch(), number, lastSaved()));
    }
  }

  private String lastSaved() {
    TrainingState.Position position = saved.position();
    return position.steps() == 0
        ? "there is no checkpoint yet"
        : "the checkpoint after %d steps, %d of them in epoch %d, is kept"
            .formatted(position.steps(), position.batches(), position.epochs() + 1);
  }

  private void report(long batches) {
    TrainingState.Position position = state.position();
    if (state.sinceReport().count() == REPORT_EVERY || position.batches() == batches) {
      listener.batchesDone(
          new Progress(
              epoch(), position.batches(), batches, position.steps(), state.sinceReport().value()));
      state = state.reported();
    }
  }

  /** Returns whether the weights of this moment are to be evaluated, and have not been yet. */
  private boolean evaluationDue(long batches) {
    TrainingState.Position position = state.position();
    boolean moment =
        settings.evalSteps().isPresent()
            ? position.steps() % settings.evalSteps().getAsInt() == 0
            : position.batches() == batches;
    return moment && state.sinceEvaluation().count() > 0;
  }

  private void evaluate(TrainingData data) throws InterruptedException {
    Evaluation evaluation =
        model.evaluate(data.valid(), settings.evaluationBatch(), settings.monitor().plan());
    double monitored = settings.monitor().of(evaluation);
    boolean improved = state.stop().improves(monitored);
    EarlyStop stop = state.stop().after(monitored);
    long steps = state.position().steps();
    double trainLoss = state.sinceEvaluation().value();
    Optional<String> best = state.bestFile();
    if (improved || !settings.saveBestOnly()) {
      best = Optional.of(folder.saveBest(steps));
    }
    state = state.evaluated(stop, best);
    listener.evaluated(
        new Validation(
            epoch(),
            steps,
            evaluation,
            trainLoss,
            monitored,
            improved,
            stop.failures(),
            stop.learningRate()));
  }

  private void save() throws InterruptedException {
    schedule.write(() -> folder.save(state));
    saved = state;
    listener.checkpointWritten(state.position().epochs(), state.position().batches());
  }

  /** Writes how far training came before it was asked to end. */
  private void keep(InterruptedException reason) {
    if (state.equals(saved)) {
      return;
    }
    boolean again = Thread.interrupted();
    try {
      save();
    } catch (InterruptedException | RuntimeException e) {
      reason.addSuppressed(e);
    }
    if (again) {
      Thread.currentThread().interrupt();
    }
  }

  private void warnOfLast() {
    log.warn("No evaluation ever improved: the model keeps the weights of the last step");
  }
}

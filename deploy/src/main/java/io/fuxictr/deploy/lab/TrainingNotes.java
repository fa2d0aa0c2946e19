package io.fuxictr.deploy.lab;

import io.fuxictr.ctr.train.TrainingListener;
import java.util.List;

/** Tells how a training goes, in the words that FuxiCTR's log has for it. */
final class TrainingNotes implements TrainingListener {
  private static final String STARS = "************ %s ************";

  private final RunLog log;
  private final List<String> labels;
  private final String mode;
  private final int patience;
  private int epochs = 1;
  private double learningRate;

  /**
   * Creates the notes of one training.
   *
   * @param labels what the model predicts
   * @param mode whether the monitored value is to be {@code max} or {@code min}
   * @param patience evaluations without improvement after which training stops
   * @param learningRate the first
   */
  TrainingNotes(RunLog log, List<String> labels, String mode, int patience, double learningRate) {
    this.log = log;
    this.labels = List.copyOf(labels);
    this.mode = mode;
    this.patience = patience;
    this.learningRate = learningRate;
  }

  @Override
  public void resumed(int done, long batches) {
    log.say(
        batches == 0
            ? "Resuming after epoch %d, with its weights and optimizer".formatted(done)
            : "Resuming in epoch %d after batch %d, with weights and optimizer"
                .formatted(done + 1, batches));
  }

  @Override
  public void epochStarted(int epoch, int all, long steps) {
    epochs = all;
    if (epoch == 1) {
      log.say("Start training: %d batches/epoch".formatted(steps));
      log.say(STARS.formatted("Epoch=1 start"));
    }
  }

  @Override
  public void batchesDone(TrainingListener.Progress progress) {
    long all = epochs * progress.steps();
    long done = (progress.epoch() - 1) * progress.steps() + progress.step();
    log.step(
        "training",
        Math.min(done, all),
        all,
        "epoch %d/%d, batch %d/%d, loss %.6f"
            .formatted(
                progress.epoch(), epochs, progress.step(), progress.steps(), progress.meanLoss()));
  }

  @Override
  public void evaluated(Validation validation) {
    log.say("Train loss: %.6f".formatted(validation.trainLoss()));
    log.say(
        "Evaluation @epoch %d - step %d: %s"
            .formatted(
                validation.epoch(),
                validation.totalSteps(),
                "[Metrics] " + ResultLine.words(Measured.of(validation.evaluation(), labels))));
    if (validation.improved()) {
      log.say("Save best model: monitor(%s)=%.6f".formatted(mode, validation.monitored()));
    } else {
      log.say("Monitor(%s)=%.6f STOP!".formatted(mode, validation.monitored()));
      if (validation.learningRate() != learningRate) {
        log.say("Reduce learning rate on plateau: %.6f".formatted(validation.learningRate()));
      }
    }
    learningRate = validation.learningRate();
    if (validation.failures() >= patience) {
      log.say("********* Epoch=%d early stop *********".formatted(validation.epoch()));
    }
  }

  @Override
  public void epochFinished(int epoch, boolean stopping) {
    if (!stopping) {
      log.say(STARS.formatted("Epoch=%d end".formatted(epoch)));
    }
  }
}

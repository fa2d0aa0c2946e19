package io.fuxictr.train;

import io.fuxictr.ctr.metric.CalibrationBucket;
import io.fuxictr.ctr.metric.Evaluation;
import io.fuxictr.ctr.metric.Metric;
import io.fuxictr.ctr.metric.ObjectiveEvaluation;
import io.fuxictr.ctr.train.TrainingListener;
import io.fuxictr.message.TaskEvent.Level;
import io.fuxictr.task.Checkpoint;
import io.fuxictr.worker.StageContext;
import io.fuxictr.worker.Timing;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Tells the user how a training goes, and keeps what the stage's checkpoint needs. */
final class TrainingReport implements TrainingListener {
  private static final String EPOCH = "epoch";
  private static final String BEST_METRIC = "best_metric";
  private static final String BEST_EPOCH = "best_epoch";
  private static final String BEST_AUC = "best_auc";
  private static final String BEST_LOSS = "best_loss";
  private static final String FINAL_LOSS = "final_loss";
  private static final String TEST_METRICS = "test_metrics";
  private static final String CALIBRATION = "calibration";
  private static final String VALID_METRICS = "valid_metrics";

  private final StageContext context;
  private final InstantSource clock;
  private Checkpoint state;
  private boolean resumed;

  TrainingReport(StageContext context, String datasetId, InstantSource clock) {
    this.context = context;
    this.clock = clock;
    this.state = context.resume().with("dataset_id", datasetId);
  }

  @Override
  public void resumed(int epochs, long batches) {
    resumed = true;
    context.log(
        batches == 0
            ? "Resuming after epoch %d, with its weights and optimizer".formatted(epochs)
            : "Resuming in epoch %d after batch %d, with weights and optimizer"
                .formatted(epochs + 1, batches));
  }

  @Override
  public void epochStarted(int epoch, int epochs, long steps) {
    if (epoch == 1 && !resumed) { // what an earlier try reached is not what this one starts from
      state = new Checkpoint(Map.of("dataset_id", state.requireText("dataset_id")));
    }
    state = state.with("total_epochs", (long) epochs);
    context.log("Epoch %d/%d starts: %d batches".formatted(epoch, epochs, steps));
    progress(epoch - 1, epochs, "Training epoch %d/%d".formatted(epoch, epochs));
  }

  @Override
  public void batchesDone(TrainingListener.Progress progress) {
    int epochs = Math.toIntExact(state.number("total_epochs"));
    context.metric("batch_loss", progress.meanLoss(), "", progress.epoch(), progress.totalSteps());
    progress(
        progress.epoch() - 1,
        epochs,
        "Training epoch %d/%d, batch %d/%d"
            .formatted(progress.epoch(), epochs, progress.step(), progress.steps()));
  }

  private void progress(int done, int epochs, String message) {
    context.progress(new io.fuxictr.task.Progress(done, epochs, message));
  }

  @Override
  public void evaluated(Validation validation) {
    int epoch = validation.epoch();
    long step = validation.totalSteps();
    Evaluation evaluation = validation.evaluation();
    context.log(
        "Evaluation @epoch %d: loss %.6f - %s - learning rate %.1e"
            .formatted(
                epoch,
                validation.trainLoss(),
                words(evaluation.values()),
                validation.learningRate()));
    context.metric("loss", validation.trainLoss(), "", epoch, step);
    evaluation
        .values()
        .forEach((name, value) -> context.metric(eventName(name), value, "", epoch, step));
    keep(FINAL_LOSS, validation.trainLoss());
    keep("loss", validation.trainLoss());
    keep("learning_rate", validation.learningRate());
    keepBetter(BEST_LOSS, validation.trainLoss(), true);
    keepBetter(BEST_AUC, evaluation.mean(Metric.AUC), false);
    state = state.with("global_step", step);
    if (validation.improved()) {
      context.log("Best so far: monitored value %.6f".formatted(validation.monitored()));
      keep(BEST_METRIC, validation.monitored());
      state = state.with(BEST_EPOCH, (long) epoch).with(VALID_METRICS, finite(evaluation.values()));
    } else {
      context.log(
          "No improvement on %.6f for %d evaluation%s"
              .formatted(
                  state.real(BEST_METRIC),
                  validation.failures(),
                  validation.failures() == 1 ? "" : "s"));
    }
  }

  /** The mean over the objectives is called as plots know it. */
  private static String eventName(String name) {
    return name.equals(Metric.AUC.key()) ? "auc" : name;
  }

  @Override
  public void epochFinished(int epoch, boolean stopping) {
    long epochs = state.number("total_epochs");
    progress(epoch, Math.toIntExact(epochs), "Epoch %d/%d done".formatted(epoch, epochs));
    if (stopping) {
      context.log("Stopping early after epoch %d: nothing improves any more".formatted(epoch));
    }
  }

  @Override
  public void checkpointWritten(int epochs, long batches) {
    state = state.with(EPOCH, (long) epochs).with("timestamp", clock.instant().toString());
    context.save(state);
  }

  /** The trainer writes a checkpoint when it is stopped, so a pause loses nothing here. */
  @Override
  public void checkStopped() throws InterruptedException {
    context.checkPaused();
  }

  @Override
  public void publishing() {
    context.checkHeld();
  }

  /** Returns what later stages start from, the measurement on the test rows told and included. */
  Checkpoint result(Optional<Evaluation> test) {
    test.ifPresent(this::tell);
    return state.with("timestamp", clock.instant().toString());
  }

  private void tell(Evaluation evaluation) {
    context.log("Test on %d rows: %s".formatted(evaluation.rows(), words(evaluation.values())));
    var byLabel = new LinkedHashMap<String, Object>();
    var calibration = new LinkedHashMap<String, Object>();
    for (ObjectiveEvaluation objective : evaluation.objectives()) {
      byLabel.put(objective.label(), finite(objective.values()));
      objective
          .undefined()
          .forEach((metric, why) -> warn("%s of %s".formatted(metric, objective.label()), why));
      for (var table : objective.tables().entrySet()) {
        String name = objective.label() + "_" + table.getKey();
        context.log("Test, %s: %s".formatted(name, words(table.getValue())));
        calibration.put(name, rows(table.getValue()));
      }
    }
    state = state.with(TEST_METRICS, byLabel);
    if (!calibration.isEmpty()) {
      state = state.with(CALIBRATION, calibration);
    }
  }

  private void warn(String metric, String why) {
    context.log(Level.WARNING, "%s is not defined on the test rows: %s".formatted(metric, why));
  }

  private static String words(List<CalibrationBucket> table) {
    return String.join(", ", table.stream().map(TrainingReport::words).toList());
  }

  private static String words(CalibrationBucket bucket) {
    return String.format(
        Locale.ROOT,
        "%d rows predicted %.4f are %.4f",
        bucket.rows(),
        bucket.meanPrediction(),
        bucket.meanLabel());
  }

  private static List<Map<String, Object>> rows(List<CalibrationBucket> table) {
    return table.stream().map(TrainingReport::row).toList();
  }

  private static Map<String, Object> row(CalibrationBucket bucket) {
    var row = new LinkedHashMap<String, Object>();
    row.put("rows", bucket.rows());
    row.put("mean_prediction", bucket.meanPrediction());
    row.put("mean_label", bucket.meanLabel());
    return row;
  }

  /** Returns the figures of the stage under the names of the table of metrics. */
  Map<String, Object> metrics(Checkpoint done) {
    var metrics = new LinkedHashMap<String, Object>();
    metrics.put("epochs_completed", done.number(EPOCH));
    for (String key :
        List.of(
            BEST_AUC,
            BEST_LOSS,
            FINAL_LOSS,
            BEST_EPOCH,
            TEST_METRICS,
            CALIBRATION,
            VALID_METRICS,
            Timing.DURATION_SECONDS)) {
      Object value = done.values().get(key);
      if (value != null) {
        metrics.put(key, value);
      }
    }
    return metrics;
  }

  private void keep(String key, double value) {
    if (Double.isFinite(value)) {
      state = state.with(key, value);
    }
  }

  private void keepBetter(String key, double value, boolean lowerIsBetter) {
    double known = state.real(key);
    boolean better = lowerIsBetter ? value < known : value > known;
    if (Double.isNaN(known) || better) {
      keep(key, value);
    }
  }

  private static Map<String, Object> finite(Map<String, Double> values) {
    var figures = new LinkedHashMap<String, Object>();
    values.forEach(
        (name, value) -> {
          if (Double.isFinite(value)) {
            figures.put(name, value);
          }
        });
    return figures;
  }

  private static String words(Map<String, Double> values) {
    return String.join(
        " - ",
        values.entrySet().stream()
            .map(
                figure ->
                    String.format(Locale.ROOT, "%s: %.6f", figure.getKey(), figure.getValue()))
            .toList());
  }
}

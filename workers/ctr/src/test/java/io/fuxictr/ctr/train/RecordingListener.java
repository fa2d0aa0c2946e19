package io.fuxictr.ctr.train;

import java.util.ArrayList;
import java.util.List;

/** Remembers what it hears, and can end a training after a number of steps. */
final class RecordingListener implements TrainingListener {
  private final List<TrainingState.Position> resumedAt = new ArrayList<>();
  private final List<TrainingState.Position> written = new ArrayList<>();
  private final List<Long> steps = new ArrayList<>();
  private final List<Double> losses = new ArrayList<>();
  private final List<Validation> validations = new ArrayList<>();
  private int checks;
  private int stopAt = Integer.MAX_VALUE;
  private int failAt = Integer.MAX_VALUE;
  private long perEpoch = 10;

  /** Asks the training to end, as a user does. */
  RecordingListener stopAfterStep(int step) {
    stopAt = step;
    return this;
  }

  /** Ends the training without a chance to save anything, as a process that dies does. */
  RecordingListener failAfterStep(int step) {
    failAt = step;
    return this;
  }

  List<TrainingState.Position> resumedAt() {
    return resumedAt;
  }

  List<TrainingState.Position> written() {
    return written;
  }

  List<Long> steps() {
    return steps;
  }

  List<Double> losses() {
    return losses;
  }

  List<Validation> validations() {
    return validations;
  }

  @Override
  public void epochStarted(int epoch, int epochs, long batches) {
    perEpoch = batches;
  }

  @Override
  public void resumed(int epochs, long batches) {
    resumedAt.add(position(epochs, batches));
  }

  @Override
  public void checkpointWritten(int epochs, long batches) {
    written.add(position(epochs, batches));
  }

  private TrainingState.Position position(int epochs, long batches) {
    return new TrainingState.Position(epochs, batches, epochs * perEpoch + batches);
  }

  @Override
  public void batchesDone(Progress progress) {
    steps.add(progress.totalSteps());
    losses.add(progress.meanLoss());
  }

  @Override
  public void evaluated(Validation validation) {
    validations.add(validation);
  }

  @Override
  public void checkStopped() throws InterruptedException {
    int done = checks++;
    if (done == stopAt) {
      throw new InterruptedException("stopped by the test");
    }
    if (done == failAt) {
      throw new IllegalStateException("killed by the test");
    }
  }
}

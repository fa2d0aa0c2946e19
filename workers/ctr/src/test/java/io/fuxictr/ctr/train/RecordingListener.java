package io.fuxictr.ctr.train;

import java.util.ArrayList;
import java.util.List;

/** Remembers what it hears, and can end a training at a step. */
final class RecordingListener implements TrainingListener {
  private final List<Integer> resumedAt = new ArrayList<>();
  private final List<Long> steps = new ArrayList<>();
  private final List<Validation> validations = new ArrayList<>();
  private int checks;
  private int stopAt = Integer.MAX_VALUE;

  RecordingListener stopAfterStep(int step) {
    stopAt = step;
    return this;
  }

  List<Integer> resumedAt() {
    return resumedAt;
  }

  List<Long> steps() {
    return steps;
  }

  List<Validation> validations() {
    return validations;
  }

  @Override
  public void resumed(int epoch) {
    resumedAt.add(epoch);
  }

  @Override
  public void batchesDone(Progress progress) {
    steps.add(progress.totalSteps());
  }

  @Override
  public void evaluated(Validation validation) {
    validations.add(validation);
  }

  @Override
  public void checkStopped() throws InterruptedException {
    if (checks++ == stopAt) {
      throw new InterruptedException("stopped by the test");
    }
  }
}

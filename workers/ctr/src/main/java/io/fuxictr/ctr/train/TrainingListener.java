package io.fuxictr.ctr.train;

import io.fuxictr.ctr.metric.Evaluation;

/**
 * Hears what happens in a training, on the training's own thread: it should be quick.
 *
 * <p>All methods do nothing unless overridden.
 */
public interface TrainingListener {

  /**
   * Training goes on from a checkpoint.
   *
   * @param epochs that are done
   * @param batches done in the epoch after these
   */
  default void resumed(int epochs, long batches) {}

  /**
   * An epoch begins.
   *
   * @param epoch counts from 1
   * @param epochs at most
   * @param steps in this epoch
   */
  default void epochStarted(int epoch, int epochs, long steps) {}

  /** Some more batches have been trained on; told every ten steps and at the end of an epoch. */
  default void batchesDone(Progress progress) {}

  /** The model has been evaluated on the validation samples. */
  default void evaluated(Validation validation) {}

  /**
   * An epoch is done and its checkpoint is on disk.
   *
   * @param epoch counts from 1
   * @param stopping whether training stops early
   */
  default void epochFinished(int epoch, boolean stopping) {}

  /**
   * A checkpoint is on disk: a training that is started again goes on from here.
   *
   * @param epochs that are done
   * @param batches done in the epoch after these
   */
  default void checkpointWritten(int epochs, long batches) {}

  /**
   * Is asked right before a checkpoint gets its name; throws an unchecked exception if the folder
   * is somebody else's by now, and nothing is replaced.
   */
  default void publishing() {}

  /**
   * Is asked between batches whether training should go on.
   *
   * @throws InterruptedException if it should end here; how far it came is then written first
   */
  default void checkStopped() throws InterruptedException {}

  /**
   * How far training has come.
   *
   * @param epoch counts from 1
   * @param step steps done in this epoch
   * @param steps in this epoch
   * @param totalSteps steps done in all epochs
   * @param meanLoss of the steps since the last report, penalty included
   */
  record Progress(int epoch, long step, long steps, long totalSteps, double meanLoss) {}

  /**
   * What an evaluation found.
   *
   * @param epoch counts from 1
   * @param totalSteps steps done in all epochs
   * @param evaluation metrics of each objective, and their means
   * @param trainLoss mean over the steps since the last evaluation or the epoch's begin
   * @param monitored value that decides
   * @param improved whether it is the best so far
   * @param failures evaluations in a row without improvement
   * @param learningRate for the steps that follow
   */
  record Validation(
      int epoch,
      long totalSteps,
      Evaluation evaluation,
      double trainLoss,
      double monitored,
      boolean improved,
      int failures,
      double learningRate) {}
}

package io.fuxictr.ctr.predict;

import io.fuxictr.ctr.batch.BatchLoader;
import io.fuxictr.ctr.batch.HostBatch;
import io.fuxictr.ctr.batch.Labels;
import io.fuxictr.dataset.sample.SampleSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Scores samples of any number, in their order, with memory for a few batches. */
public final class Predictor {
  private final RankModel model;
  private final int batchSize;

  /**
   * Scores with a model, which the caller closes.
   *
   * @param batchSize samples per forward pass, at least 1
   */
  public Predictor(RankModel model, int batchSize) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batch size " + batchSize);
    }
    this.model = model;
    this.batchSize = batchSize;
  }

  /** Takes predictions in the order of the samples. */
  @FunctionalInterface
  public interface Sink {

    /**
     * Takes the predictions of the next samples.
     *
     * @param predictions one array per label, in the order of the labels, all of the same length
     */
    void take(List<float[]> predictions) throws InterruptedException;
  }

  /**
   * Scores all samples of a source.
   *
   * @return how many they were
   */
  public long predict(SampleSource samples, Sink sink) throws InterruptedException {
    long rows = 0;
    try (BatchLoader loader =
        BatchLoader.inOrder(samples, model.layout(), batchSize, Labels.ABSENT)) {
      for (Optional<HostBatch> batch = loader.next(); batch.isPresent(); batch = loader.next()) {
        sink.take(byObjective(model.predict(batch.get()), batch.get().rows()));
        rows += batch.get().rows();
      }
    }
    return rows;
  }

  private static List<float[]> byObjective(float[] predictions, int rows) {
    List<float[]> parts = new ArrayList<>();
    for (int from = 0; from < predictions.length; from += rows) {
      parts.add(Arrays.copyOfRange(predictions, from, from + rows));
    }
    return parts;
  }
}

package io.fuxictr.ctr.train;

import io.fuxictr.ctr.batch.FieldLayout;
import io.fuxictr.ctr.batch.TrainingSamples;
import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.layer.WeightRole;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.model.Network;

/**
 * How training samples follow each other, out of the hyper-parameters.
 *
 * <p>All samples are shuffled together if 256 MiB hold them, else window by window of that size.
 * With {@code streaming} a window has {@code buffer_size} samples instead.
 *
 * <p>Departs from the reference: its buffer hands out one sample for each that it takes in; here a
 * window is emptied before the next is filled, so that a pass can begin anywhere. {@code
 * num_workers} changes nothing: one thread loads while another trains.
 *
 * @param batchSize samples per batch
 * @param windowRows samples that are shuffled together
 * @param shuffled false to keep the order of the source
 * @param wholeBatches whether a last batch that is smaller is left out
 * @param seed of all orders
 */
record SampleOrder(
    int batchSize, int windowRows, boolean shuffled, boolean wholeBatches, long seed) {
  private static final long WINDOW_BYTES = 256L << 20;
  private static final int STREAMED_ROWS = 100_000;

  /** Reads batch_size, streaming, buffer_size, shuffle, drop_last, num_workers and seed. */
  static SampleOrder of(ModelSetup setup) {
    HyperParameters parameters = setup.parameters();
    parameters.integer("num_workers", 1, n -> n >= 0, "at least 0");
    int buffer = parameters.integer("buffer_size", STREAMED_ROWS, n -> n >= 1, "at least 1");
    boolean streaming = parameters.flag("streaming", false);
    return new SampleOrder(
        parameters.integer("batch_size", 32, n -> n >= 1, "at least 1"),
        streaming
            ? buffer
            : TrainingSamples.rowsIn(WINDOW_BYTES, new FieldLayout(setup.features())),
        parameters.flag("shuffle", true),
        parameters.flag("drop_last", false),
        setup.seed());
  }

  /**
   * Returns the order for a network: one with running statistics cannot be trained on one sample.
   *
   * @throws ModelConfigException if all batches would be of one sample for such a network
   */
  TrainingSamples.Order forNetwork(Network network) {
    boolean statistics =
        network.weights().stream().anyMatch(weight -> weight.role() == WeightRole.STATISTIC);
    int least = statistics ? 2 : 1;
    if (batchSize < least) {
      throw new ModelConfigException(
          "Hyper-parameter batch_size is 1, but this model normalises over the samples of a batch;"
              + " allowed: at least 2");
    }
    return new TrainingSamples.Order(
        batchSize, windowRows, shuffled, seed, wholeBatches ? batchSize : least);
  }
}

package io.fuxictr.ctr.batch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/**
 * A batch on a device.
 *
 * @param inputs arrays by the names below, in this order; parts of width 0 are left out
 * @param labels (T, B); (T, 0) when there are none
 */
public record Batch(NDList inputs, NDArray labels) {
  /** Name of the input (B, C), int32: ids of the categorical features. */
  public static final String IDS = "ids";

  /** Name of the input (B, N). */
  public static final String NUMBERS = "numbers";

  /** Name of the input (B, P), int32: ids of all sequences side by side. */
  public static final String SEQUENCE_IDS = "sequence_ids";

  /** Name of the input (B, S, P): weight of each position in each sequence's vector. */
  public static final String POOLING = "pooling";

  /** Name of the input (B, V): all vectors that the data bring along, side by side. */
  public static final String VECTORS = "vectors";

  /** Copies a batch to the device of a manager, which owns the result. */
  public static Batch on(NDManager manager, HostBatch host, FieldLayout layout) {
    int rows = host.rows();
    NDList inputs = new NDList();
    if (host.ids().length > 0) {
      inputs.add(named(IDS, manager.create(host.ids(), new Shape(rows, host.ids().length / rows))));
    }
    if (host.numbers().length > 0) {
      Shape shape = new Shape(rows, host.numbers().length / rows);
      inputs.add(named(NUMBERS, manager.create(host.numbers(), shape)));
    }
    if (host.sequenceIds().length > 0) {
      int positions = layout.sequencePositions();
      Shape pooling = new Shape(rows, layout.sequences().size(), positions);
      Shape ids = new Shape(rows, positions);
      inputs.add(named(SEQUENCE_IDS, manager.create(host.sequenceIds(), ids)));
      inputs.add(named(POOLING, manager.create(host.pooling(), pooling)));
    }
    if (host.vectors().length > 0) {
      Shape shape = new Shape(rows, layout.vectorNumbers());
      inputs.add(named(VECTORS, manager.create(host.vectors(), shape)));
    }
    int objectives = layout.labels().size();
    Shape labels = new Shape(objectives, host.labels().length / objectives);
    return new Batch(inputs, manager.create(host.labels(), labels));
  }

  private static NDArray named(String name, NDArray array) {
    array.setName(name);
    return array;
  }
}

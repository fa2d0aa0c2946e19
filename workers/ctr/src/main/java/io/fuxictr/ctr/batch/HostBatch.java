package io.fuxictr.ctr.batch;

/**
 * A batch in primitive arrays, ready to be copied to a device.
 *
 * <p>Arrays are not copied: whoever holds the batch owns them.
 */
public final class HostBatch {
  private final int rows;
  private final int[] ids;
  private final float[] numbers;
  private final int[] sequenceIds;
  private final float[] pooling;
  private final float[] vectors;
  private final float[] labels;
  private final long[] groups;

  HostBatch(
      int rows,
      int[] ids,
      float[] numbers,
      int[] sequenceIds,
      float[] pooling,
      float[] vectors,
      float[] labels,
      long[] groups) {
    this.rows = rows;
    this.ids = ids;
    this.numbers = numbers;
    this.sequenceIds = sequenceIds;
    this.pooling = pooling;
    this.vectors = vectors;
    this.labels = labels;
    this.groups = groups;
  }

  /** Returns the number of samples B. */
  public int rows() {
    return rows;
  }

  /** Returns (B, C) ids, one per categorical feature. */
  public int[] ids() {
    return ids;
  }

  /** Returns (B, N) values, one per numeric feature. */
  public float[] numbers() {
    return numbers;
  }

  /** Returns (B, P) ids, all sequences side by side. */
  public int[] sequenceIds() {
    return sequenceIds;
  }

  /** Returns (B, S, P) weights of each position in the vector of each sequence. */
  public float[] pooling() {
    return pooling;
  }

  /** Returns (B, V) numbers, all vectors side by side. */
  public float[] vectors() {
    return vectors;
  }

  /** Returns (T, B) values, -1 where unknown; empty when the rows are only to be scored. */
  public float[] labels() {
    return labels;
  }

  /** Returns (B) values, equal for samples that belong together; empty if nobody asked for them. */
  public long[] groups() {
    return groups;
  }
}

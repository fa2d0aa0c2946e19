package io.fuxictr.dataset.feature;

import io.fuxictr.dataset.part.Words;

/** A column of a block as a model or a processed file takes it. Arrays belong to the caller. */
// Bulk data in transit: handed over without copying and never compared.
@SuppressWarnings("ArrayRecordComponent")
public sealed interface EncodedColumn {

  /**
   * A numeric feature.
   *
   * @param values one per row
   */
  record Numbers(float[] values) implements EncodedColumn {}

  /**
   * A categorical feature.
   *
   * @param values one per row
   */
  record Ids(int[] values) implements EncodedColumn {}

  /**
   * A sequence.
   *
   * @param values {@code width} ids per row, row by row
   * @param width ids per row
   */
  record IdLists(int[] values, int width) implements EncodedColumn {}

  /**
   * A vector that the data bring along.
   *
   * @param values {@code width} numbers per row, row by row
   * @param width numbers per row
   */
  record Vectors(float[] values, int width) implements EncodedColumn {}

  /**
   * A column of whole numbers carried along.
   *
   * @param values one per row
   */
  record Longs(long[] values) implements EncodedColumn {}

  /**
   * A column of other values carried along.
   *
   * @param codes one per row, -1 for null
   * @param words what they mean
   */
  record Texts(int[] codes, Words words) implements EncodedColumn {}
}

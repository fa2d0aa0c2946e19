package io.fuxictr.dataset.part;

/** The values of a column in one block, row by row. Arrays are not copied: the caller owns them. */
// Bulk data in transit: handed over without copying and never compared.
@SuppressWarnings("ArrayRecordComponent")
public sealed interface Column {

  /**
   * Numbers.
   *
   * @param values one per row, NaN where the value is null
   */
  record Numbers(double[] values) implements Column {}

  /**
   * Values of any type as codes.
   *
   * @param codes one per row, -1 where the value is null
   * @param words what the codes mean
   */
  record Tokens(int[] codes, Words words) implements Column {}

  /**
   * Lists of values of any type as codes. A null list is an empty one.
   *
   * @param offsets where each row's codes start, and behind the last row the end
   * @param codes all codes, -1 where an element is null
   * @param words what the codes mean
   */
  record TokenLists(int[] offsets, int[] codes, Words words) implements Column {}

  /**
   * Encoded ids.
   *
   * @param values one per row
   */
  record Ids(int[] values) implements Column {}

  /**
   * Lists of encoded ids.
   *
   * @param offsets where each row's ids start, and behind the last row the end
   * @param values all ids
   */
  record IdLists(int[] offsets, int[] values) implements Column {}

  /**
   * Whole numbers of 64 bits, exact.
   *
   * @param values one per row, 0 where the value is null
   * @param nulls whether each is null
   */
  record Longs(long[] values, boolean[] nulls) implements Column {}

  /**
   * Lists of 32-bit numbers. A null list is an empty one.
   *
   * @param offsets where each row's numbers start, and behind the last row the end
   * @param values all numbers, NaN where an element is null
   */
  record FloatLists(int[] offsets, float[] values) implements Column {}
}

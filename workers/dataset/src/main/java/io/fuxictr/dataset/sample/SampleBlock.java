package io.fuxictr.dataset.sample;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Consecutive encoded samples, column by column.
 *
 * <p>Arrays are not copied: whoever holds the block owns them.
 */
public final class SampleBlock {
  private final int rows;
  private final Map<String, float[]> numbers;
  private final Map<String, int[]> ids;
  private final Map<String, float[]> labels;
  private final Map<String, long[]> groups;
  private final Map<String, float[]> vectors;

  /**
   * Creates a block.
   *
   * @param rows samples, at least 1
   * @param numbers numeric features: {@code rows} values each
   * @param ids categorical features: {@code rows} ids each; sequences: {@code rows * maxLength} ids
   *     each, sample by sample
   * @param labels objectives: {@code rows} values each, -1 where unknown; empty when the rows are
   *     to be scored
   * @param groups columns carried along: {@code rows} values each; empty when the rows are to be
   *     scored
   * @param vectors vector features: {@code rows * dim} numbers each, sample by sample
   */
  public SampleBlock(
      int rows,
      Map<String, float[]> numbers,
      Map<String, int[]> ids,
      Map<String, float[]> labels,
      Map<String, long[]> groups,
      Map<String, float[]> vectors) {
    this.rows = rows;
    this.numbers = Map.copyOf(numbers);
    this.ids = Map.copyOf(ids);
    this.labels = Map.copyOf(labels);
    this.groups = Map.copyOf(groups);
    this.vectors = Map.copyOf(vectors);
  }

  /** Creates a block without columns carried along and without vectors. */
  public SampleBlock(
      int rows, Map<String, float[]> numbers, Map<String, int[]> ids, Map<String, float[]> labels) {
    this(rows, numbers, ids, labels, Map.of(), Map.of());
  }

  /** Returns these samples with labels and columns carried along of a block of as many. */
  SampleBlock labelledAs(SampleBlock other) {
    if (other.rows != rows) {
      throw new IllegalArgumentException("%d samples, %d labels".formatted(rows, other.rows));
    }
    return new SampleBlock(rows, numbers, ids, other.labels, other.groups, vectors);
  }

  /** Returns the number of samples. */
  public int rows() {
    return rows;
  }

  /** Returns the values of a numeric feature, one per sample. */
  public float[] numbers(String feature) {
    return present(numbers.get(feature), feature);
  }

  /** Returns the ids of a categorical feature or sequence, sample by sample. */
  public int[] ids(String feature) {
    return present(ids.get(feature), feature);
  }

  /** Returns the values of an objective, one per sample, -1 where unknown. */
  public float[] labels(String objective) {
    return present(labels.get(objective), objective);
  }

  /**
   * Returns the values of a column carried along, one per sample: equal where the column's values
   * are equal. Whole numbers are themselves, exact in all 64 bits; other values are the {@linkplain
   * io.fuxictr.dataset.feature.Xxh64 64-bit hash} of their text, so that two different ones among n
   * are taken for the same with a probability of about n² / 2^65.
   */
  public long[] groups(String feature) {
    return present(groups.get(feature), feature);
  }

  /** Returns the numbers of a vector feature, {@code dim} per sample, sample by sample. */
  public float[] vectors(String feature) {
    return present(vectors.get(feature), feature);
  }

  private static <T> T present(@Nullable T array, String column) {
    if (array == null) {
      throw new IllegalArgumentException("no column '" + column + "' in this block");
    }
    return array;
  }
}

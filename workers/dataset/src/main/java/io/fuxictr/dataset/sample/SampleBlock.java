package io.fuxictr.dataset.sample;

import java.util.Map;

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

  /**
   * Creates a block.
   *
   * @param rows samples, at least 1
   * @param numbers numeric features: {@code rows} values each
   * @param ids categorical features: {@code rows} ids each; sequences: {@code rows * maxLength} ids
   *     each, sample by sample
   * @param labels objectives: {@code rows} values each, -1 where unknown; empty when the rows are
   *     to be scored
   */
  public SampleBlock(
      int rows, Map<String, float[]> numbers, Map<String, int[]> ids, Map<String, float[]> labels) {
    this.rows = rows;
    this.numbers = Map.copyOf(numbers);
    this.ids = Map.copyOf(ids);
    this.labels = Map.copyOf(labels);
  }

  /** Returns these samples with the labels of another block of as many. */
  SampleBlock labelledAs(SampleBlock other) {
    if (other.rows != rows) {
      throw new IllegalArgumentException("%d samples, %d labels".formatted(rows, other.rows));
    }
    return new SampleBlock(rows, numbers, ids, other.labels);
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

  private static <T> T present(@org.jspecify.annotations.Nullable T array, String column) {
    if (array == null) {
      throw new IllegalArgumentException("no column '" + column + "' in this block");
    }
    return array;
  }
}

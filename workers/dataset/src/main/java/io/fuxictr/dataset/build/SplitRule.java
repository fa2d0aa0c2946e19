package io.fuxictr.dataset.build;

import io.fuxictr.dataset.part.DatasetException;

/**
 * How the rows of the training parts are divided.
 *
 * <p>The order of rows is either that of the files or a shuffled one. The test rows are the last in
 * that order, the validation rows those before them, the others are for training.
 *
 * @param order order of rows
 * @param validSize below 1 a fraction of all rows, otherwise a number of rows
 * @param testSize below 1 a fraction of all rows, otherwise a number of rows
 * @param seed seed of the shuffle
 */
public record SplitRule(Order order, double validSize, double testSize, long seed) {

  /** The order of rows before they are divided. */
  public enum Order {
    /** As in the files. */
    SEQUENTIAL,
    /** Shuffled, as NumPy's legacy generator does it for the same seed. */
    RANDOM
  }

  /** Rejects negative sizes. */
  public SplitRule {
    if (!(validSize >= 0) || !(testSize >= 0)) {
      throw new DatasetException(
          "Splitting: valid_size is %s and test_size %s; both must be 0, a fraction below 1 or a"
                  .formatted(validSize, testSize)
              + " number of rows");
    }
  }

  /** Creates a rule by which all rows are for training. */
  public static SplitRule none() {
    return new SplitRule(Order.SEQUENTIAL, 0, 0, 0);
  }

  static long rows(double size, long all) {
    return (long) (size < 1 ? all * size : size);
  }
}

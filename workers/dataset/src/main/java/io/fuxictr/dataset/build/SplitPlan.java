package io.fuxictr.dataset.build;

import io.fuxictr.dataset.part.DatasetException;
import java.util.Arrays;

/** Which rows of the training parts belong to which split. */
final class SplitPlan {
  private static final int MOST_SHUFFLED = Integer.MAX_VALUE - 8;

  private static final byte TRAIN = 0;
  private static final byte VALID = 1;
  private static final byte TEST = 2;

  private final long rows;
  private final long validFrom;
  private final long testFrom;
  private final byte[] splitOfRow;

  private SplitPlan(long rows, long validFrom, long testFrom, byte[] splitOfRow) {
    this.rows = rows;
    this.validFrom = validFrom;
    this.testFrom = testFrom;
    this.splitOfRow = splitOfRow;
  }

  /**
   * Divides rows.
   *
   * @throws DatasetException if none is left for training
   */
  static SplitPlan of(SplitRule rule, long rows) {
    long test = SplitRule.rows(rule.testSize(), rows);
    long valid = SplitRule.rows(rule.validSize(), rows);
    if (rows == 0 || test + valid >= rows) {
      throw new DatasetException(
          "Splitting %d rows: %d for validation and %d for testing leave none for training; select"
                  .formatted(rows, valid, test)
              + " more rows or lower valid_size and test_size");
    }
    long testFrom = rows - test;
    long validFrom = testFrom - valid;
    return new SplitPlan(rows, validFrom, testFrom, shuffled(rule, rows, validFrom, testFrom));
  }

  /** Returns the number of rows of a split. */
  long count(Split split) {
    return switch (split) {
      case TRAIN -> validFrom;
      case VALID -> testFrom - validFrom;
      case TEST -> rows - testFrom;
    };
  }

  /**
   * Returns the rows of a block that belong to a split, counted within the block.
   *
   * @param from first row of the block, counted over all parts
   * @param count rows of the block
   */
  int[] rows(Split split, long from, int count) {
    var selected = new int[count];
    byte wanted = code(split);
    int size = 0;
    for (int i = 0; i < count; i++) {
      if (split(from + i) == wanted) {
        selected[size++] = i;
      }
    }
    return Arrays.copyOf(selected, size);
  }

  private byte split(long row) {
    if (splitOfRow.length > 0) {
      return splitOfRow[(int) row];
    }
    return row < validFrom ? TRAIN : row < testFrom ? VALID : TEST;
  }

  private static byte code(Split split) {
    return switch (split) {
      case TRAIN -> TRAIN;
      case VALID -> VALID;
      case TEST -> TEST;
    };
  }

  private static byte[] shuffled(SplitRule rule, long rows, long validFrom, long testFrom) {
    if (rule.order() == SplitRule.Order.SEQUENTIAL || validFrom == rows) {
      return new byte[0];
    }
    if (rows > MOST_SHUFFLED) {
      throw new DatasetException(
          "Splitting %d rows at random: at most %d can be; set split_type to sequential"
              .formatted(rows, MOST_SHUFFLED));
    }
    int[] ids = NumpyShuffle.ids((int) rows, rule.seed());
    var splits = new byte[ids.length];
    for (int i = (int) validFrom; i < ids.length; i++) {
      splits[ids[i]] = i < testFrom ? VALID : TEST;
    }
    return splits;
  }
}

package io.fuxictr.dataset.feature;

/** How the values of a column become ids, as it is declared. */
public sealed interface Coding {

  /** By a vocabulary that is learnt: the more frequent, the lower the id. */
  record Learnt() implements Coding {}

  /** By a vocabulary in which each value, a whole number, is its own id ({@code remap: false}). */
  record Own() implements Coding {}

  /**
   * By a hash of the value; nothing is learnt, and values never seen are told apart as well.
   *
   * @param size ids in all, from 2 to 2^32; 0 is for padding and missing values
   */
  record Hashed(long size) implements Coding {
    /** The most ids that 32 bits can tell apart. */
    static final long MOST = 1L << 32;

    /** Rejects sizes that leave no bucket, or have more than ids can tell apart. */
    public Hashed {
      if (size < 2 || size > MOST) {
        throw new IllegalArgumentException("%d ids".formatted(size));
      }
    }
  }

  /**
   * By the quantiles of a column of numbers.
   *
   * @param buckets intervals, at least 1; their ids start from 1, 0 is for missing values
   */
  record Quantiles(int buckets) implements Coding {

    /** Rejects numbers that leave no interval. */
    public Quantiles {
      if (buckets < 1) {
        throw new IllegalArgumentException("%d buckets".formatted(buckets));
      }
    }
  }

  /**
   * The values are ids already, as some other program made them ({@code rebuild_dataset: false}).
   *
   * @param size ids in all, from 2 to 2^32; the last is for values that are not known
   */
  record Declared(long size) implements Coding {

    /** Rejects sizes that leave no value, or have more than ids can tell apart. */
    public Declared {
      if (size < 2 || size > Hashed.MOST) {
        throw new IllegalArgumentException("%d ids".formatted(size));
      }
    }
  }
}

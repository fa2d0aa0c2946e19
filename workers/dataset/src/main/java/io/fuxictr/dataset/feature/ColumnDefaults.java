package io.fuxictr.dataset.feature;

import io.fuxictr.dataset.part.DatasetException;
import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * What holds for columns that do not say it themselves.
 *
 * @param minCount {@code min_categr_count}
 * @param buckets {@code num_buckets}
 * @param isProcessed whether the data are encoded already, so that columns declare their ids
 * @param folder folder that relative paths start from
 * @param hashing {@code feature_encoder: hash} and {@code hash_bits} of all columns
 */
public record ColumnDefaults(
    int minCount, int buckets, boolean isProcessed, Path folder, Hashing hashing) {
  private static final int USUAL_BUCKETS = 10;

  /**
   * Whether values become ids by a hash where their column says nothing of it.
   *
   * @param isUsual whether they do
   * @param bits bits of an id where a column that is hashed says nothing of it, from 1 to 32
   */
  public record Hashing(boolean isUsual, OptionalInt bits) {
    /** Only of columns that say it, and all of it. */
    public static final Hashing NONE = new Hashing(false, OptionalInt.empty());
  }

  /** Rejects a number of buckets that leaves none. */
  public ColumnDefaults {
    if (buckets < 1) {
      throw new DatasetException(
          "Reading num_buckets: it is %d; at least 1 is needed".formatted(buckets));
    }
  }

  /** Creates the usual defaults, with paths from the working directory. */
  public static ColumnDefaults of(int minCount) {
    return new ColumnDefaults(minCount, USUAL_BUCKETS, false, Path.of(""), Hashing.NONE);
  }

  /** Returns how values become ids where nothing is said about it. */
  Coding coding() {
    return hashing.isUsual() && hashing.bits().isPresent()
        ? new Coding.Hashed(1L << hashing.bits().getAsInt())
        : new Coding.Learnt();
  }

  Path path(String text) {
    return folder.resolve(text);
  }
}

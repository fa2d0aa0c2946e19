package io.fuxictr.dataset.feature;

import io.fuxictr.dataset.part.DatasetException;
import java.nio.file.Path;

/**
 * What holds for columns that do not say it themselves.
 *
 * @param minCount {@code min_categr_count}
 * @param buckets {@code num_buckets}
 * @param isProcessed whether the data are encoded already, so that columns declare their ids
 * @param folder folder that relative paths start from
 */
public record ColumnDefaults(int minCount, int buckets, boolean isProcessed, Path folder) {
  private static final int USUAL_BUCKETS = 10;

  /** Rejects a number of buckets that leaves none. */
  public ColumnDefaults {
    if (buckets < 1) {
      throw new DatasetException(
          "Reading num_buckets: it is %d; at least 1 is needed".formatted(buckets));
    }
  }

  /** Creates the usual defaults, with paths from the working directory. */
  public static ColumnDefaults of(int minCount) {
    return new ColumnDefaults(minCount, USUAL_BUCKETS, false, Path.of(""));
  }

  Path path(String text) {
    return folder.resolve(text);
  }
}

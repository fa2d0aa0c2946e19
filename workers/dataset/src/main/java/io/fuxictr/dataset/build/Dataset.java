package io.fuxictr.dataset.build;

import io.fuxictr.dataset.feature.FeatureMap;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A dataset that was built.
 *
 * @param folder where it lies
 * @param fingerprint changes with what it was built of and how
 * @param featureMap inputs and objectives
 * @param splits rows and files of each split that it has
 */
public record Dataset(
    Path folder, String fingerprint, FeatureMap featureMap, Map<Split, SplitFiles> splits) {

  /** Takes a copy of the map. */
  public Dataset {
    splits = Map.copyOf(splits);
  }

  /**
   * Rows and files of a split.
   *
   * @param rows rows of all files
   * @param files the files, in order
   */
  public record SplitFiles(long rows, List<Path> files) {

    /** Takes a copy of the list. */
    public SplitFiles {
      files = List.copyOf(files);
    }
  }

  /**
   * Opens a dataset that was built earlier; empty if there is none, or one that is not complete.
   *
   * @param folder where it lies
   */
  public static Optional<Dataset> open(Path folder) {
    return DatasetFile.read(folder);
  }

  /** Returns the number of rows of a split. */
  public long rows(Split split) {
    SplitFiles found = splits.get(split);
    return found == null ? 0 : found.rows();
  }

  /** Returns the files of a split, in order; none if it has no such split. */
  public List<Path> files(Split split) {
    SplitFiles found = splits.get(split);
    return found == null ? List.of() : found.files();
  }
}

package io.fuxictr.deploy.demo;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a demonstration runs on.
 *
 * @param files the user's own rows; empty for generated ones
 * @param sampleRows generated rows to learn from
 * @param inferenceRows generated rows to score
 */
public record DemoRequest(Optional<UserFiles> files, int sampleRows, int inferenceRows) {

  /**
   * A user's own rows.
   *
   * @param sample Parquet file of the rows to learn from, absolute
   * @param inference Parquet file of the rows to score, absolute; empty to score the sample
   * @param labels columns to predict, at least one
   */
  public record UserFiles(Path sample, Optional<Path> inference, List<String> labels) {

    /** Takes a copy of the labels. */
    public UserFiles {
      labels = List.copyOf(labels);
    }
  }
}

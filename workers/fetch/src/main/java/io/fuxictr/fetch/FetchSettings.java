package io.fuxictr.fetch;

import java.time.ZoneId;

/**
 * How the stage works.
 *
 * @param features where features come from
 * @param zone time zone in which datasets are named
 * @param threads threads that build the dataset, at least 1
 */
public record FetchSettings(FeatureMode features, ZoneId zone, int threads) {

  /** Rejects a build without threads. */
  public FetchSettings {
    if (threads < 1) {
      throw new IllegalArgumentException("threads: " + threads);
    }
  }
}

package io.fuxictr.monitor;

/** A place where files of a run lie only until the run is over. */
public interface Staging {

  /** Returns what it is, in words for the user. */
  String name();

  /**
   * Deletes what lies there for a dataset; nothing happens if there is nothing.
   *
   * @throws io.fuxictr.worker.StageException if that fails
   */
  void clear(String datasetId);
}

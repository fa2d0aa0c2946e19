package io.fuxictr.monitor;

/** A place where files of a run lie only until the run is over. */
public interface Staging {

  /** Returns what it is, in words for the user. */
  String name();

  /**
   * Deletes what lies there for a dataset; nothing happens if there is nothing.
   *
   * @throws io.fuxictr.worker.StageException if that fails
   * @throws InterruptedException if the attempt is to stop
   */
  void clear(String datasetId) throws InterruptedException;

  /** What clears a place. */
  interface Clearing {
    /** Deletes what lies there for a dataset. */
    void clear(String datasetId) throws InterruptedException;
  }

  /**
   * Returns a place that something else clears.
   *
   * @param name what it is, in words for the user
   * @param clearing deletes what lies there for the dataset that it is given
   */
  static Staging of(String name, Clearing clearing) {
    return new Staging() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public void clear(String datasetId) throws InterruptedException {
        clearing.clear(datasetId);
      }
    };
  }
}

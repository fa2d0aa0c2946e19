package io.fuxictr.monitor;

import java.util.function.Consumer;

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

  /**
   * Returns a place that something else clears.
   *
   * @param name what it is, in words for the user
   * @param clear deletes what lies there for the dataset that it is given
   */
  static Staging of(String name, Consumer<String> clear) {
    return new Staging() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public void clear(String datasetId) {
        clear.accept(datasetId);
      }
    };
  }
}

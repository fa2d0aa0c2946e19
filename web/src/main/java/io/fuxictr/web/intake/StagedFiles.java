package io.fuxictr.web.intake;

import java.io.IOException;
import java.nio.file.Path;

/** Files of runs that lie, while a task is on its way, somewhere outside of the shared storage. */
@FunctionalInterface
public interface StagedFiles {

  /**
   * Deletes what lies there for a dataset; nothing happens if there is nothing.
   *
   * @throws IOException if something stays, saying what and why
   */
  void delete(String datasetId) throws IOException, InterruptedException;

  /** Returns a folder of this host with one folder per dataset. */
  static StagedFiles in(Path root) {
    return datasetId -> {
      Path folder = root.resolve(datasetId);
      if (FileTree.isDirectlyIn(root, folder)) {
        FileTree.delete(folder);
      }
    };
  }
}

package io.fuxictr.deploy.lab;

import java.nio.file.Path;
import java.util.List;

/**
 * Which experiment is meant.
 *
 * @param config folder of the configuration
 * @param id name of the experiment
 * @param root folder that relative paths in the configuration start from, and where results are
 *     noted
 * @param settings what replaces values of the configuration, later ones winning
 */
public record ExperimentRequest(Path config, String id, Path root, List<Setting> settings) {

  /** Makes the folders absolute and takes a copy of the list. */
  public ExperimentRequest {
    config = config.toAbsolutePath().normalize();
    root = root.toAbsolutePath().normalize();
    settings = List.copyOf(settings);
  }

  /**
   * Returns the file in which results are noted: the folder's name with {@code .csv}, in the root.
   */
  Path results() {
    String name = config.getNameCount() == 0 ? "results" : config.getFileName().toString();
    return root.resolve(name + ".csv");
  }
}

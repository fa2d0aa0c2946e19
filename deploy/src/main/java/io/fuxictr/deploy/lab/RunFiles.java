package io.fuxictr.deploy.lab;

import java.nio.file.Path;

/**
 * Where the files of an experiment lie.
 *
 * @param folder {@code <model_root>/<dataset_id>}
 * @param id name of the experiment
 */
record RunFiles(Path folder, String id) {

  /** Returns the trained model. */
  Path model() {
    return folder.resolve(id + ".model");
  }

  /** Returns the folder of checkpoints from which an interrupted training goes on. */
  Path checkpoints() {
    return folder.resolve(id + ".training");
  }

  /** Returns the log of all runs. */
  Path log() {
    return folder.resolve(id + ".log");
  }

  /** Returns the file that a run holds locked. */
  Path lock() {
    return folder.resolve("." + id + ".lock");
  }
}

package io.fuxictr.train;

import io.fuxictr.config.YamlFile;
import io.fuxictr.experiment.MergedConfig;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/**
 * The configuration of a run on disk: a folder as every launcher of these models reads it, and
 * beside it one file with everything, for people.
 */
final class MergedConfigFiles {

  private MergedConfigFiles() {}

  /**
   * Writes the files of a run, replacing earlier ones.
   *
   * @param folder the run's folder; the audit file gets its name and {@code .yaml}
   * @throws IOException if a file cannot be written
   */
  static void write(MergedConfig config, Path folder) throws IOException {
    Files.createDirectories(folder);
    replace(
        folder.resolve("model_config.yaml"),
        YamlFile.write(Map.of(config.expid(), config.model())));
    replace(
        folder.resolve("dataset_config.yaml"),
        YamlFile.write(Map.of(config.datasetId(), config.dataset())));
    replace(folder.resolveSibling(folder.getFileName() + ".yaml"), YamlFile.write(config.audit()));
  }

  private static void replace(Path file, String text) throws IOException {
    Path beside = file.resolveSibling("." + file.getFileName() + ".tmp");
    Files.writeString(beside, text, StandardCharsets.UTF_8);
    try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}

package io.fuxictr.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Files of rows that are named on the command line. */
final class DataArgument {
  private DataArgument() {}

  /**
   * Returns the files, absolute; a folder stands for all its Parquet files, by name.
   *
   * @throws CommandFailure if one is not there
   */
  static List<Path> files(List<Path> named) {
    var files = new ArrayList<Path>();
    for (Path path : named) {
      Path absolute = path.toAbsolutePath().normalize();
      List<Path> found = Files.isDirectory(absolute) ? parts(absolute) : file(absolute);
      if (found.isEmpty()) {
        throw new CommandFailure(
            "Reading %s: there is no such file, and no Parquet file in it; correct --data"
                .formatted(path));
      }
      files.addAll(found);
    }
    return List.copyOf(files);
  }

  private static List<Path> file(Path path) {
    return Files.isRegularFile(path) ? List.of(path) : List.of();
  }

  private static List<Path> parts(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(file -> file.toString().endsWith(".parquet"))
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Listing " + folder, e);
    }
  }
}

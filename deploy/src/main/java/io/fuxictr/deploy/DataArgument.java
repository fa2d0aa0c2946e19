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
  private static final List<String> ENDINGS = List.of(".parquet", ".csv", ".npz");

  private DataArgument() {}

  /**
   * Returns the files, absolute; a folder stands for all its Parquet files, by name, or, if it has
   * none, for its CSV or else npz files.
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
            "Reading %s: there is no such file, and no .parquet, .csv or .npz file in it; correct --data"
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
    return ENDINGS.stream()
        .map(ending -> parts(folder, ending))
        .filter(files -> !files.isEmpty())
        .findFirst()
        .orElse(List.of());
  }

  private static List<Path> parts(Path folder, String ending) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(file -> file.toString().endsWith(ending))
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Listing " + folder, e);
    }
  }
}

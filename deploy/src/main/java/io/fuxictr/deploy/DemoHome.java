package io.fuxictr.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder of a demonstration; a temporary one is removed when it is closed.
 *
 * @param path the folder, absolute
 * @param temporary whether it is ours to remove
 */
record DemoHome(Path path, boolean temporary) implements AutoCloseable {

  /**
   * Opens a folder.
   *
   * @param named the folder to keep everything in; empty for a temporary one
   * @throws CommandFailure if it cannot be written to
   */
  static DemoHome open(Optional<Path> named) {
    if (named.isPresent()) {
      return new DemoHome(HomeFolder.create(named.get().toAbsolutePath().normalize()), false);
    }
    try {
      return new DemoHome(Files.createTempDirectory("fuxictr-demo-").toAbsolutePath(), true);
    } catch (IOException e) {
      throw new CommandFailure(
          "Making a temporary folder: %s; name one with --home".formatted(e), e);
    }
  }

  @Override
  public void close() {
    if (!temporary) {
      return;
    }
    try (Stream<Path> tree = Files.walk(path)) {
      List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
      for (Path each : deepestFirst) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new CommandFailure("Removing the temporary folder %s: %s".formatted(path, e), e);
    }
  }
}

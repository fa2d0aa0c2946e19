package io.fuxictr.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folder that a program keeps everything in. */
final class HomeFolder {
  private HomeFolder() {}

  /**
   * Creates the folder if needed.
   *
   * @throws CommandFailure if it cannot be created or written to
   */
  static Path create(Path home) {
    try {
      Files.createDirectories(home.resolve("logs"));
      Files.delete(Files.createTempFile(home, ".writable", ""));
      return home;
    } catch (IOException e) {
      throw new CommandFailure(
          "Opening home %s: it cannot be written to (%s); name another with --home"
              .formatted(home, e.getClass().getSimpleName()),
          e);
    }
  }
}

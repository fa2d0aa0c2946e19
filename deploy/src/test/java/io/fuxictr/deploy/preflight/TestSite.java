package io.fuxictr.deploy.preflight;

import io.fuxictr.config.ConfigInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An installation in a folder.
 *
 * @param home its home
 * @param yaml its configuration; none if it is empty
 * @param environment its variables
 * @param program what stands for the program itself
 */
record TestSite(Path home, String yaml, Map<String, String> environment, List<String> program) {
  private static final Path DIST = Path.of("src", "main", "dist").toAbsolutePath();

  static TestSite in(Path home) {
    return new TestSite(home, "", Map.of(), List.of());
  }

  TestSite configured(String text) {
    return new TestSite(home, text, environment, program);
  }

  TestSite with(Map<String, String> variables) {
    return new TestSite(home, yaml, variables, program);
  }

  TestSite startedBy(Path file) {
    return new TestSite(home, yaml, environment, List.of(file.toString()));
  }

  Site site() {
    return new Site(
        new ConfigInput(home, file(), Map.of(), environment),
        DIST,
        "1.2.3",
        program,
        Optional.empty());
  }

  private Optional<Path> file() {
    try {
      return yaml.isEmpty()
          ? Optional.empty()
          : Optional.of(Files.writeString(home.resolveSibling(home.getFileName() + ".yaml"), yaml));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Looks at some rows. */
  List<Row> rows(String... ids) throws InterruptedException {
    List<String> wanted = List.of(ids);
    try (Preflight preflight = Preflight.of(site(), wanted::contains)) {
      return preflight.run(_ -> {});
    }
  }

  /** Looks at one row. */
  Finding row(String id) throws InterruptedException {
    return rows(id).getFirst().finding();
  }

  /** Writes a program that does what a line of shell says. */
  static Path script(Path file, String line) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, "#!/bin/sh\n" + line + "\n");
      return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

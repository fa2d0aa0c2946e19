package io.fuxictr.deploy.chaos;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A file system of its own in a folder, which can be filled to its last byte. */
final class SmallDisk implements AutoCloseable {
  private static final String SIZE = "size=512m";
  private static final String BALLAST = "ballast";

  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /** Mounts one; empty where this user may not. */
  static Optional<SmallDisk> mount(Path folder) throws InterruptedException {
    try {
      Files.createDirectories(folder);
      return run(List.of("mount", "-t", "tmpfs", "-o", SIZE, "tmpfs", folder.toString())) == 0
          ? Optional.of(new SmallDisk(folder))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static int run(List<String> command) throws IOException, InterruptedException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /** Takes all the room that is left. */
  void fill() {
    byte[] block = new byte[1 << 20];
    try (OutputStream out = Files.newOutputStream(folder.resolve(BALLAST))) {
      while (true) {
        out.write(block);
      }
    } catch (IOException e) {
      // Full, as it is meant to be.
    }
  }

  /** Gives the room back. */
  void clear() {
    try {
      Files.deleteIfExists(folder.resolve(BALLAST));
    } catch (IOException e) {
      throw new UncheckedIOException("Clearing " + folder, e);
    }
  }

  @Override
  public void close() {
    try {
      var _ = run(List.of("umount", folder.toString()));
    } catch (IOException e) {
      throw new UncheckedIOException("Unmounting " + folder, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.fuxictr.worker.order;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A small file that is there as a whole or not at all, however its writer dies. Neither way of
 * writing is disturbed by an interrupt.
 */
final class WholeFile {

  private WholeFile() {}

  /** Replaces the content; it is there after a loss of power too. */
  static void writeDurably(Path folder, String name, String text) throws IOException {
    write(
        folder,
        name,
        text,
        StandardOpenOption.CREATE_NEW,
        StandardOpenOption.WRITE,
        StandardOpenOption.SYNC);
  }

  /**
   * Replaces the content, without waiting for the disk. After a loss of power it may be gone, old
   * or empty, and whoever reads it must take that for a file that is not there.
   */
  static void write(Path folder, String name, String text) throws IOException {
    write(folder, name, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  private static void write(Path folder, String name, String text, OpenOption... how)
      throws IOException {
    if (!Files.isDirectory(folder)) {
      Files.createDirectories(folder);
    }
    Path beside = folder.resolve("%s.%s.tmp".formatted(name, UUID.randomUUID()));
    try {
      Files.writeString(beside, text, how);
      Files.move(beside, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(beside);
      throw e;
    }
  }
}

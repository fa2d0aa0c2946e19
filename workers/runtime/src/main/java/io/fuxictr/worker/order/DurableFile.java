package io.fuxictr.worker.order;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** A small file that is there as a whole or not at all, also after a loss of power. */
final class DurableFile {

  private DurableFile() {}

  /** Replaces the content. Not disturbed by an interrupt. */
  static void write(Path folder, String name, String text) throws IOException {
    Files.createDirectories(folder);
    Path beside = folder.resolve("%s.%s.tmp".formatted(name, UUID.randomUUID()));
    try {
      Files.writeString(
          beside,
          text,
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.WRITE,
          StandardOpenOption.SYNC);
      Files.move(beside, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(beside);
    }
  }
}

package io.fuxictr.remote.file;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Files that are there as a whole or not at all, also after a power cut. */
public final class AtomicFile {
  static final String TEMPORARY_SUFFIX = ".tmp";

  private AtomicFile() {}

  /** Returns the name under which a file is written until it is whole. */
  public static Path temporary(Path target) {
    return target.resolveSibling(target.getFileName() + TEMPORARY_SUFFIX);
  }

  /** Makes a finished temporary file durable and gives it its final name. */
  public static void publish(Path temporary, Path target) throws IOException {
    publish(Map.of(temporary, target));
  }

  /**
   * Makes finished temporary files durable and gives them their final names, each at once.
   *
   * @param targets final names by temporary ones, each pair in one folder or file system
   */
  public static void publish(Map<Path, Path> targets) throws IOException {
    for (Path temporary : targets.keySet()) {
      try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    }
    Set<Path> folders = new HashSet<>();
    for (Map.Entry<Path, Path> entry : targets.entrySet()) {
      Files.move(entry.getKey(), entry.getValue(), ATOMIC_MOVE);
      Path folder = entry.getValue().toAbsolutePath().getParent();
      if (folder != null) {
        folders.add(folder);
      }
    }
    for (Path folder : folders) {
      try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** Writes a text file. */
  public static void write(Path target, String text) throws IOException {
    Path temporary = temporary(target);
    try (FileChannel channel =
        FileChannel.open(
            temporary,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
    publish(temporary, target);
  }
}

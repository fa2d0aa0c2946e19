package io.fuxictr.dataset.part;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file that is written beside its final name and moved there when it is complete.
 *
 * <p>Its name ends with {@code .tmp} and is used by nobody else. What a killed process left behind
 * for the same final name is removed first; a process that was still writing there then fails when
 * it publishes, and does not overwrite.
 */
public final class UnfinishedFile implements AutoCloseable {
  private final Path target;
  private final Path path;
  private boolean published;

  private UnfinishedFile(Path target, Path path) {
    this.target = target;
    this.path = path;
  }

  /** Prepares to write a file; its folder is made if needed. */
  public static UnfinishedFile of(Path target) {
    try {
      Path folder = folderOf(target);
      Files.createDirectories(folder);
      String name = target.getFileName().toString();
      try (DirectoryStream<Path> leftovers =
          Files.newDirectoryStream(folder, file -> isLeftover(file, name))) {
        for (Path leftover : leftovers) {
          Files.deleteIfExists(leftover);
        }
      }
      String unique = UUID.randomUUID().toString().substring(0, 8);
      return new UnfinishedFile(target, folder.resolve(name + "." + unique + ".tmp"));
    } catch (IOException e) {
      throw new UncheckedIOException("Writing %s: %s".formatted(target, e.getMessage()), e);
    }
  }

  /** Returns the name under which it is to be written. */
  public Path path() {
    return path;
  }

  /** Makes the bytes durable and gives the file its final name, replacing an older one. */
  public void publish() {
    try {
      sync(path);
      Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      published = true;
      sync(folderOf(target));
    } catch (IOException e) {
      throw new UncheckedIOException("Writing %s: %s".formatted(target, e), e);
    }
  }

  /** Removes the file unless it was published. */
  @Override
  public void close() {
    if (published) {
      return;
    }
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new UncheckedIOException("Removing %s: %s".formatted(path, e), e);
    }
  }

  /** Makes a file, or the entries of a folder, durable. */
  public static void sync(Path path) throws IOException {
    var mode = Files.isDirectory(path) ? StandardOpenOption.READ : StandardOpenOption.WRITE;
    try (var channel = FileChannel.open(path, mode)) {
      channel.force(true);
    }
  }

  private static Path folderOf(Path file) {
    return file.toAbsolutePath().resolveSibling("");
  }

  private static boolean isLeftover(Path file, String name) {
    String candidate = file.getFileName().toString();
    return candidate.startsWith(name + ".")
        && candidate.endsWith(".tmp")
        && candidate.length() == name.length() + ".01234567.tmp".length();
  }
}

package io.fuxictr.deploy.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file that one process at a time holds locked; the system lets go of it when the process ends.
 */
final class FolderLock implements AutoCloseable {
  private final Path file;
  private final FileChannel channel;

  private FolderLock(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Takes a lock; empty if another process, or another run in this one, has it. */
  static Optional<FolderLock> tryTake(Path file) {
    return Optional.ofNullable(take(file, true));
  }

  /** Waits for a lock. */
  static FolderLock await(Path file) {
    return Optional.ofNullable(take(file, false))
        .orElseThrow(() -> new LabException("%s is held by this process".formatted(file)));
  }

  private static @Nullable FolderLock take(Path file, boolean atOnce) {
    try {
      Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        @Nullable FileLock lock = atOnce ? channel.tryLock() : channel.lock();
        if (lock != null) {
          return new FolderLock(file, channel);
        }
      } catch (OverlappingFileLockException _) {
        // Held by this process: as good as held by another.
      }
      channel.close();
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException("Locking %s: %s".formatted(file, e), e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Unlocking %s: %s".formatted(file, e), e);
    }
  }
}

package io.fuxictr.dataset.build;

import io.fuxictr.dataset.part.UnfinishedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The folder inside a dataset's folder in which a build writes until it is complete. Its name ends
 * with {@code .tmp}; what killed builds left behind is removed when the next one starts.
 */
final class Staging implements AutoCloseable {
  private static final String PATTERN = "building-*.tmp";

  private final Path folder;
  private final Path path;

  private Staging(Path folder, Path path) {
    this.folder = folder;
    this.path = path;
  }

  static Staging in(Path folder) {
    try {
      Files.createDirectories(folder);
      try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, PATTERN)) {
        for (Path leftover : leftovers) {
          delete(leftover);
        }
      }
      String unique = UUID.randomUUID().toString().substring(0, 8);
      Path path = Files.createDirectory(folder.resolve(PATTERN.replace("*", unique)));
      return new Staging(folder, path);
    } catch (IOException e) {
      throw failure(folder, e);
    }
  }

  Path path() {
    return path;
  }

  /**
   * Replaces an earlier dataset by the files written.
   *
   * @param names files and folders to be moved, relative; the earlier ones of these are removed
   */
  void publish(List<String> names) {
    try {
      if (Files.notExists(path)) {
        throw new NoSuchFileException(
            path.toString(), null, "another build has cleared it away and takes the folder over");
      }
      Files.deleteIfExists(folder.resolve(DatasetFile.NAME));
      for (Split split : Split.values()) {
        delete(folder.resolve(split.wireName()));
        delete(folder.resolve(split.wireName() + ".parquet"));
      }
      try (DirectoryStream<Path> earlier = Files.newDirectoryStream(folder, "pretrained_*")) {
        for (Path file : earlier) {
          delete(file);
        }
      }
      move(names);
    } catch (IOException e) {
      throw failure(folder, e);
    }
  }

  /**
   * Puts the files written beside those that lie there, which may be the very ones that a dataset
   * consists of.
   *
   * @param names files and folders to be moved, relative; only the earlier ones of these are
   *     removed
   */
  void publishBeside(List<String> names) {
    try {
      Files.deleteIfExists(folder.resolve(DatasetFile.NAME));
      for (String name : names) {
        if (Files.isDirectory(folder.resolve(name))) {
          delete(folder.resolve(name));
        }
      }
      move(names);
    } catch (IOException e) {
      throw failure(folder, e);
    }
  }

  private void move(List<String> names) throws IOException {
    for (String name : names) {
      Path source = path.resolve(name);
      if (Files.exists(source)) {
        Files.move(
            source,
            folder.resolve(name),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
    UnfinishedFile.sync(folder);
  }

  @Override
  public void close() {
    try {
      delete(path);
    } catch (IOException e) {
      throw failure(path, e);
    }
  }

  private static UncheckedIOException failure(Path path, IOException e) {
    return new UncheckedIOException("Writing dataset in %s: %s".formatted(path, e), e);
  }

  private static void delete(Path path) throws IOException {
    if (Files.notExists(path)) {
      return;
    }
    Files.walkFileTree(path, new Deletion());
  }

  /** Deletes a tree from its leaves. */
  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
        throws IOException {
      if (e != null) {
        throw e;
      }
      Files.deleteIfExists(folder);
      return FileVisitResult.CONTINUE;
    }
  }
}

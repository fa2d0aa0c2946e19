package io.fuxictr.remote.file;

import static io.fuxictr.remote.file.FileException.Reason.DAMAGED;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Which files of a folder count, and how folders are cleared. */
public final class DataFiles {

  private DataFiles() {}

  /**
   * Returns the data files of a folder and of those below it, sorted; none if there is no such
   * folder. Names that begin with {@code _} or {@code .}, {@code .crc} and {@code .tmp} files do
   * not count.
   *
   * @throws FileException if the folder cannot be listed
   */
  public static List<Path> under(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> counts(name(folder, file)))
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new FileException(DAMAGED, "Listing %s: %s".formatted(folder, e), e);
    }
  }

  /** Returns whether a file counts, given its path below the folder. */
  public static boolean counts(String path) {
    return Stream.of(path.split("/", -1))
        .noneMatch(
            name ->
                name.startsWith("_")
                    || name.startsWith(".")
                    || name.endsWith(".crc")
                    || name.endsWith(AtomicFile.TEMPORARY_SUFFIX));
  }

  /** Returns the path of a file as a manifest names it. */
  static String name(Path folder, Path file) {
    return folder.relativize(file).toString();
  }

  /**
   * Deletes a folder with all that is in it; nothing happens if there is none.
   *
   * @throws FileException if something cannot be deleted
   */
  public static void deleteFolder(Path folder) {
    if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new FileException(DAMAGED, "Deleting %s: %s".formatted(folder, e), e);
    }
  }
}

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
import java.util.stream.StreamSupport;

/** Which files of a folder count, and how folders are cleared. */
public final class DataFiles {

  private DataFiles() {}

  /**
   * Returns the data files of a folder and of those below it, sorted; none if there is no such
   * folder. Names that begin with {@code _} or {@code .} and {@code .tmp} files do not count.
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
          .filter(file -> counts(folder.relativize(file)))
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new FileException(DAMAGED, "Listing %s: %s".formatted(folder, e), e);
    }
  }

  private static boolean counts(Path relative) {
    return StreamSupport.stream(relative.spliterator(), false)
        .map(Path::toString)
        .noneMatch(
            name ->
                name.startsWith("_")
                    || name.startsWith(".")
                    || name.endsWith(AtomicFile.TEMPORARY_SUFFIX));
  }

  /** Returns the path of a file as a manifest names it. */
  static String name(Path folder, Path file) {
    return folder.relativize(file).toString().replace('\\', '/');
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

package io.fuxictr.dataset.input;

import io.fuxictr.dataset.part.DatasetException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.Stream;

/** Finds the files that a path in a configuration stands for. */
public final class RawFiles {
  private static final String WILD = ".*[*?\\[{].*";

  private RawFiles() {}

  /**
   * Returns files by name.
   *
   * @param path a file, a folder, whose files of the format are meant, or a pattern with {@code *},
   *     {@code ?}, {@code [...]}, {@code {...}}, and {@code **} for any depth
   * @throws DatasetException if there is none
   */
  public static List<Path> of(Path folder, String path, RawFormat.Kind kind) {
    String ending = "." + kind.wireName();
    Path plain = path.matches(WILD) ? folder : folder.resolve(path);
    List<Path> files =
        path.matches(WILD)
            ? matching(folder, path.endsWith(ending) ? path : path + "/*" + ending)
            : Files.isDirectory(plain)
                ? matching(plain, "*" + ending)
                : Files.isRegularFile(plain) ? List.of(plain) : List.of();
    if (files.isEmpty()) {
      throw new DatasetException(
          "Looking for %s files: '%s' in %s stands for none; name a file, a folder or a pattern such"
                  .formatted(kind.wireName(), path, folder.toAbsolutePath().normalize())
              + " as folder/*"
              + ending);
    }
    return files;
  }

  private static List<Path> matching(Path folder, String pattern) {
    Path root = folder;
    String rest = pattern;
    int slash = rest.indexOf('/');
    while (slash >= 0 && !rest.substring(0, slash).matches(WILD)) {
      root = slash == 0 ? Path.of("/") : root.resolve(rest.substring(0, slash));
      rest = rest.substring(slash + 1);
      slash = rest.indexOf('/');
    }
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    Path from = root;
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + rest);
    int depth =
        rest.contains("**")
            ? Integer.MAX_VALUE
            : (int) rest.chars().filter(c -> c == '/').count() + 1;
    try (Stream<Path> found = Files.walk(from, depth)) {
      return found
          .filter(file -> matcher.matches(from.relativize(file)))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new DatasetException("Looking for %s in %s: %s".formatted(rest, from, e), e);
    }
  }
}

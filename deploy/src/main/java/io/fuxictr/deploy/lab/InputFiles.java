package io.fuxictr.deploy.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The files that a path of the configuration stands for. */
final class InputFiles {
  private static final Pattern WILDCARD = Pattern.compile("[*?\\[]");

  private InputFiles() {}

  /**
   * Returns the files of a path: one file; all files of a format in a folder; or those that match
   * if it has wildcards ({@code *}, {@code ?}, {@code [abc]}). Sorted by name; hidden files do not
   * count.
   *
   * @param root folder that a relative path starts from
   * @param format ending of the names, such as {@code parquet}
   * @throws LabException if there is none
   */
  static List<Path> of(Path root, String text, String format) {
    String pattern = text.endsWith(format) ? text : text.replaceFirst("/+$", "") + "/*." + format;
    List<Path> files = isPattern(pattern) ? matching(root, pattern) : single(root, pattern);
    if (files.isEmpty()) {
      throw new LabException(
          "there is no file %s"
              .formatted(root.resolve(text.isEmpty() ? "." : pattern).normalize()));
    }
    return files;
  }

  /**
   * Returns the files of a path to encoded data, whose ending may be left out: {@code train} is
   * {@code train.parquet} or, without such a file, all files of the folder {@code train}.
   *
   * @param root folder that a relative path starts from
   * @param format ending of the names
   * @throws LabException if there is none
   */
  static List<Path> encoded(Path root, String text, String format) {
    List<Path> named = isPattern(text) ? List.of() : single(root, text + "." + format);
    return named.isEmpty() ? of(root, text, format) : named;
  }

  private static boolean isPattern(String text) {
    return WILDCARD.matcher(text).find();
  }

  private static List<Path> single(Path root, String text) {
    Path file = root.resolve(text).normalize();
    return Files.isRegularFile(file) ? List.of(file) : List.of();
  }

  private static List<Path> matching(Path root, String pattern) {
    String whole = pattern.startsWith("/") ? pattern : root + "/" + pattern;
    int fixed = whole.lastIndexOf('/', firstWildcard(whole));
    Path start = Path.of(fixed <= 0 ? "/" : whole.substring(0, fixed)).normalize();
    if (!Files.isDirectory(start)) {
      return List.of();
    }
    String rest = whole.substring(fixed + 1);
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + rest);
    int depth = Path.of(rest).getNameCount();
    try (Stream<Path> tree = Files.walk(start, depth)) {
      return tree.filter(file -> matcher.matches(start.relativize(file)))
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Listing " + start, e);
    }
  }

  private static int firstWildcard(String text) {
    var matcher = WILDCARD.matcher(text);
    return matcher.find() ? matcher.start() : text.length();
  }
}

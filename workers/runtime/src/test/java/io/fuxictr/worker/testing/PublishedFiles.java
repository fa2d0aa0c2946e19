package io.fuxictr.worker.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files of a folder that have their final names, to be compared before and after.
 *
 * @param byPath when each was written, and its size, by its path within the folder
 */
public record PublishedFiles(Map<String, String> byPath) {
  private static final String TEMPORARY = ".tmp";

  /** Looks at a folder. What lies in or is called {@code .tmp} is not published. */
  public static PublishedFiles in(Path folder) {
    var byPath = new TreeMap<String, String>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String path = folder.relativize(file).toString();
        if (!path.contains(TEMPORARY) && !file.getFileName().toString().startsWith(".whole")) {
          FileTime written = Files.getLastModifiedTime(file);
          byPath.put(path, "%s, %d bytes".formatted(written, Files.size(file)));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new PublishedFiles(byPath);
  }
}

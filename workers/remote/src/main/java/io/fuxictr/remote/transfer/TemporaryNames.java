package io.fuxictr.remote.transfer;

import io.fuxictr.remote.file.Checksum;
import java.nio.charset.StandardCharsets;

/**
 * Names of files that are not whole yet: hidden, so that neither we nor a table takes them up, and
 * in the folder of the final name, so that a rename gives them that.
 */
final class TemporaryNames {
  static final String SUFFIX = ".tmp";
  private static final int LONGEST_BYTES = 255;

  private TemporaryNames() {}

  /** Returns the path of the temporary file of a path. */
  static String of(String path) {
    int name = path.lastIndexOf('/') + 1;
    String temporary = "." + path.substring(name) + SUFFIX;
    if (temporary.getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES) {
      temporary = "." + Checksum.ofText(path.substring(name)) + SUFFIX;
    }
    return path.substring(0, name) + temporary;
  }

  /** Returns whether a path may be that of a temporary file. */
  static boolean isOne(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    return name.startsWith(".") && name.endsWith(SUFFIX);
  }
}

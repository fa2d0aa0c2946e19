package io.fuxictr.fetch;

import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Collectors;

/** Values as SQL literals, for statements that take no parameters. */
final class SqlText {

  private SqlText() {}

  /** Returns a text in quotes. */
  static String literal(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a zero byte cannot be part of SQL");
    }
    return "'" + text.replace("'", "''") + "'";
  }

  /** Returns an absolute path in quotes. */
  static String literal(Path path) {
    return literal(path.toAbsolutePath().normalize().toString());
  }

  /** Returns a list of absolute paths. */
  static String list(Collection<Path> paths) {
    return paths.stream().map(SqlText::literal).collect(Collectors.joining(", ", "[", "]"));
  }
}

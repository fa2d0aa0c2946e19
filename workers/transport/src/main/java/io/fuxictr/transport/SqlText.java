package io.fuxictr.transport;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Names and values as SQL text, for statements that take no parameters. */
final class SqlText {

  private SqlText() {}

  /** Returns a name in quotes. */
  static String name(String name) {
    return "\"" + name.replace("\"", "\"\"") + "\"";
  }

  /** Returns the quoted name of a table. */
  static String name(TableName table) {
    return table.database().map(name -> name(name) + ".").orElse("") + name(table.table());
  }

  /** Returns names in quotes, separated by commas. */
  static String names(List<String> names) {
    return names.stream().map(SqlText::name).collect(Collectors.joining(", "));
  }

  /** Returns the absolute path of a file as a literal. */
  static String literal(Path file) {
    return "'" + file.toAbsolutePath().normalize().toString().replace("'", "''") + "'";
  }

  /** Returns files as the operand of {@code read_parquet}. */
  static String list(List<Path> files) {
    return files.stream().map(SqlText::literal).collect(Collectors.joining(", ", "[", "]"));
  }
}

package io.fuxictr.transport;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Types of Hive in DuckDB's words, and the reverse. */
final class HiveType {
  private static final Map<String, String> PLAIN =
      Map.ofEntries(
          Map.entry("string", "VARCHAR"),
          Map.entry("boolean", "BOOLEAN"),
          Map.entry("tinyint", "TINYINT"),
          Map.entry("smallint", "SMALLINT"),
          Map.entry("int", "INTEGER"),
          Map.entry("bigint", "BIGINT"),
          Map.entry("float", "FLOAT"),
          Map.entry("double", "DOUBLE"),
          Map.entry("date", "DATE"),
          Map.entry("timestamp", "TIMESTAMP"),
          Map.entry("binary", "BLOB"));

  private static final Map<String, String> FROM_DUCK =
      Map.ofEntries(
          Map.entry("VARCHAR", "string"),
          Map.entry("BOOLEAN", "boolean"),
          Map.entry("TINYINT", "tinyint"),
          Map.entry("SMALLINT", "smallint"),
          Map.entry("INTEGER", "int"),
          Map.entry("BIGINT", "bigint"),
          Map.entry("FLOAT", "float"),
          Map.entry("DOUBLE", "double"),
          Map.entry("DATE", "date"),
          Map.entry("BLOB", "binary"));

  private static final Pattern TEXT = Pattern.compile("(?:var)?char\\(\\d+\\)");
  private static final Pattern DECIMAL = Pattern.compile("decimal\\((\\d+),\\s*(\\d+)\\)");
  private static final Pattern ARRAY = Pattern.compile("array<(.+)>");

  private HiveType() {}

  /** Returns DuckDB's name of a type of Hive; empty for one that is not written. */
  static Optional<String> toDuck(String type) {
    Matcher decimal = DECIMAL.matcher(type);
    if (decimal.matches()) {
      return Optional.of("DECIMAL(%s,%s)".formatted(decimal.group(1), decimal.group(2)));
    }
    Matcher array = ARRAY.matcher(type);
    if (array.matches()) {
      return toDuck(array.group(1)).map(element -> element + "[]");
    }
    return TEXT.matcher(type).matches()
        ? Optional.of("VARCHAR")
        : Optional.ofNullable(PLAIN.get(type));
  }

  /** Returns the type of Hive that takes a type of DuckDB as it is. */
  static String ofDuck(String type) {
    if (type.endsWith("[]")) {
      return "array<%s>".formatted(ofDuck(type.substring(0, type.length() - 2)));
    }
    if (type.startsWith("DECIMAL")) {
      return type.toLowerCase(java.util.Locale.ROOT);
    }
    return FROM_DUCK.getOrDefault(type, type.startsWith("TIMESTAMP") ? "timestamp" : "string");
  }
}

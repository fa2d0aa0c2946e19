package io.fuxictr.transport;

import io.fuxictr.task.ErrorCode;
import io.fuxictr.worker.StageException;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The statements that a Hive table is asked and loaded with. Names are checked before they get here
 * and quoted; values are literals.
 */
final class HiveSql {
  private static final String ESCAPED_IN_PATHS = "\"#%'*/:=?\\{[]^\u007f";

  private HiveSql() {}

  /** Returns what asks for columns, format and place of a table. */
  static String describe(TableName table) {
    return "DESCRIBE FORMATTED %s;\n".formatted(name(table));
  }

  /** Returns what asks for a partition's place; fails if the partition is not there. */
  static String describe(TableName table, Map<String, String> partition) {
    return "DESCRIBE FORMATTED %s PARTITION (%s);\n".formatted(name(table), values(partition));
  }

  /**
   * Returns what loads files into a table.
   *
   * @param source LOCAL INPATH or INPATH with its literal
   */
  static String load(Load load, String source, boolean overwrite) {
    String partition =
        load.partition().isEmpty() ? "" : " PARTITION (%s)".formatted(values(load.partition()));
    return "LOAD DATA %s %sINTO TABLE %s%s;\n"
        .formatted(source, overwrite ? "OVERWRITE " : "", name(load.table()), partition);
  }

  /**
   * Returns what counts the rows of a table, or of one partition: all, and those in files of a
   * name.
   *
   * @param prefix how the names of the files begin
   */
  static String count(Load load, String prefix) {
    String where =
        load.partition().isEmpty()
            ? ""
            : load.partition().entrySet().stream()
                .map(entry -> "`%s` = %s".formatted(entry.getKey(), literal(entry.getValue())))
                .collect(Collectors.joining(" AND ", " WHERE ", ""));
    return """
    SELECT COUNT(*), COUNT(CASE WHEN ours THEN 1 END)
    FROM (SELECT INSTR(INPUT_FILE_NAME(), %s) > 0 AS ours FROM %s%s) files;
    """
        .formatted(literal("/" + prefix), name(load.table()), where);
  }

  /** Returns a text as a literal. */
  static String literal(String text) {
    if (text.chars().anyMatch(c -> c < ' ')) {
      throw new StageException(
          ErrorCode.INVALID_INPUT,
          "Writing '%s' to SQL: it holds a control character".formatted(text));
    }
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace(";", "\\073") + "'";
  }

  private static String values(Map<String, String> partition) {
    return partition.entrySet().stream()
        .map(entry -> "`%s` = %s".formatted(entry.getKey(), literal(entry.getValue())))
        .collect(Collectors.joining(", "));
  }

  /** Returns the folder of a partition below that of its table, as Hive names it. */
  static String partitionFolder(Iterable<String> columns, Map<String, String> partition) {
    var folder = new StringBuilder();
    for (String column : columns) {
      folder.append('/').append(escaped(column)).append('=');
      folder.append(escaped(partition.getOrDefault(column, "")));
    }
    return folder.toString();
  }

  private static String escaped(String text) {
    var escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || ESCAPED_IN_PATHS.indexOf(c) >= 0) {
        escaped.append(String.format(Locale.ROOT, "%%%02X", (int) c));
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }

  private static String name(TableName table) {
    return table.database().map("`%s`."::formatted).orElse("") + "`" + table.table() + "`";
  }
}

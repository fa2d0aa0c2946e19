package io.fuxictr.fetch;

import io.fuxictr.task.ErrorCode;
import io.fuxictr.worker.StageException;
import java.util.Locale;
import java.util.Set;

/**
 * A user's query as a script for {@code spark-sql -f}.
 *
 * <p>That program reads a file line by line, forgets lines that begin with two hyphens even within
 * a comment or a literal, and cuts statements at semicolons by rules of its own. So comments,
 * except hints, become blanks, and line breaks within literals become escapes: what Spark's parser
 * gets means the same, and its messages still name the right lines.
 *
 * <p>What would run programs rather than read rows is refused: {@code TRANSFORM ... USING
 * 'command'} and the functions that call Java methods.
 */
final class SparkScript {
  private static final Set<String> CALLS_JAVA = Set.of("REFLECT", "TRY_REFLECT", "JAVA_METHOD");

  private final String field;
  private final String sql;
  private final StringBuilder script = new StringBuilder();
  private int place;

  /** The word before {@link #place}, in capitals, if nothing but blanks stands between. */
  private String word = "";

  private SparkScript(String field, String sql) {
    this.field = field;
    this.sql = sql;
  }

  /**
   * Returns a script that writes the rows of a query into a folder.
   *
   * @param folder URI or path of the folder, which is emptied first
   * @param field name of the query, for messages
   * @throws StageException if it is not one statement
   */
  static String export(String folder, String field, String sql) {
    return "INSERT OVERWRITE DIRECTORY %s USING parquet\n%s\n;\n"
        .formatted(literal(folder), query(field, sql));
  }

  /**
   * Returns a query that reads the same to Spark's program as to its parser.
   *
   * @throws StageException if it is not one statement
   */
  static String query(String field, String sql) {
    var scan = new SparkScript(field, sql);
    while (scan.place < sql.length()) {
      scan.step();
    }
    String query = scan.script.toString().strip();
    if (query.isEmpty()) {
      throw scan.refused("it is empty");
    }
    return query;
  }

  /** Returns a text as a literal of Spark and Hive. */
  static String literal(String text) {
    var literal = new StringBuilder("'");
    text.chars().forEach(c -> literal.append(escaped((char) c)));
    return literal.append('\'').toString();
  }

  private static String escaped(char c) {
    return switch (c) {
      case '\'' -> "\\'";
      case '\\' -> "\\\\";
      case '\n' -> "\\n";
      case '\r' -> "\\r";
      case ';' -> "\\073";
      default -> String.valueOf(c);
    };
  }

  private void step() {
    char c = sql.charAt(place);
    if (c == '\'' || c == '"') {
      string(c);
    } else if (c == '`') {
      name();
    } else if (sql.startsWith("--", place)) {
      lineComment();
    } else if (sql.startsWith("/*+", place)) {
      hint();
    } else if (sql.startsWith("/*", place)) {
      comment();
    } else if (c == ';') {
      end();
    } else if (Character.isJavaIdentifierStart(c)) {
      word();
    } else {
      plain(c);
    }
  }

  private void word() {
    int start = place;
    while (place < sql.length() && Character.isJavaIdentifierPart(sql.charAt(place))) {
      place++;
    }
    word = sql.substring(start, place).toUpperCase(Locale.ROOT);
    script.append(sql, start, place);
  }

  private void plain(char c) {
    if (c == '(' && CALLS_JAVA.contains(word)) {
      throw refused("it calls the function %s, which runs programs".formatted(word));
    }
    if (!Character.isWhitespace(c)) {
      word = "";
    }
    script.append(c == '\r' ? ' ' : c);
    place++;
  }

  /** Copies a literal; within it a backslash takes the next character along. */
  private void string(char quote) {
    if (word.equals("USING")) {
      throw refused("it hands rows to a program (USING %c...)".formatted(quote));
    }
    word = "";
    boolean raw = isRaw();
    int start = place;
    script.append(quote);
    for (place++; place < sql.length(); place++) {
      char c = sql.charAt(place);
      if (c == quote) {
        script.append(c);
        place++;
        return;
      }
      boolean escape = c == '\\' && !raw && place + 1 < sql.length();
      if (escape && isBreak(sql.charAt(place + 1))) {
        script.append(escaped(sql.charAt(++place)));
      } else if (escape) {
        script.append(c).append(sql.charAt(++place));
      } else if (isBreak(c) || c == '\\') {
        script.append(raw ? plainInRaw(c, start) : escaped(c));
      } else {
        script.append(c);
      }
    }
    throw refused("the %c at character %d is never closed".formatted(quote, start + 1));
  }

  /** An R before the quote, alone, says that a backslash is nothing special. */
  private boolean isRaw() {
    if (place == 0 || Character.toUpperCase(sql.charAt(place - 1)) != 'R') {
      return false;
    }
    return place == 1 || !Character.isJavaIdentifierPart(sql.charAt(place - 2));
  }

  private char plainInRaw(char c, int start) {
    boolean last = c == '\\' && sql.startsWith(sql.substring(start, start + 1), place + 1);
    if (isBreak(c) || last) {
      throw refused(
          "the raw literal at character %d holds a line break, or ends with a backslash, which spark-sql reads wrongly; write it without the R"
              .formatted(start + 1));
    }
    return c;
  }

  private void name() {
    int end = sql.indexOf('`', place + 1);
    if (end < 0) {
      throw refused("the ` at character %d is never closed".formatted(place + 1));
    }
    String name = sql.substring(place, end + 1);
    if (name.chars().anyMatch(c -> ";'\"\\\n\r".indexOf(c) >= 0) || name.contains("--")) {
      throw refused(
          "the name %s holds a character that spark-sql cannot read in a name".formatted(name));
    }
    word = name.substring(1, name.length() - 1).toUpperCase(Locale.ROOT);
    script.append(name);
    place = end + 1;
  }

  private void lineComment() {
    while (place < sql.length() && !isBreak(sql.charAt(place))) {
      place++;
    }
    script.append(' ');
  }

  private void hint() {
    int end = sql.indexOf("*/", place);
    if (end < 0) {
      throw refused("the hint at character %d is never closed".formatted(place + 1));
    }
    String hint = sql.substring(place, end + 2);
    if (hint.chars().anyMatch(c -> ";'\"".indexOf(c) >= 0) || hint.indexOf("/*", 2) >= 0) {
      throw refused("the hint at character %d holds more than names".formatted(place + 1));
    }
    script.append(hint.replaceAll("\\R", " "));
    place = end + 2;
  }

  /** Comments may lie within comments. */
  private void comment() {
    int start = place;
    int depth = 0;
    do {
      if (sql.startsWith("/*", place)) {
        depth++;
        place += 2;
      } else if (sql.startsWith("*/", place)) {
        depth--;
        place += 2;
      } else if (place < sql.length()) {
        script.append(sql.charAt(place) == '\n' ? "\n" : "");
        place++;
      } else {
        throw refused("the comment at character %d is never closed".formatted(start + 1));
      }
    } while (depth > 0);
    script.append(' ');
  }

  /** Only blanks, comments and further semicolons may follow. */
  private void end() {
    int end = place;
    while (place < sql.length() && sql.charAt(place) == ';') {
      place++;
    }
    String before = script.toString();
    while (place < sql.length()) {
      char c = sql.charAt(place);
      if (c == ';') {
        place++;
      } else {
        step();
      }
    }
    if (!script.substring(before.length()).isBlank()) {
      throw refused("there is more after the ';' at character %d".formatted(end + 1));
    }
  }

  private static boolean isBreak(char c) {
    return c == '\n' || c == '\r';
  }

  private StageException refused(String why) {
    return new StageException(
        ErrorCode.INVALID_INPUT,
        "Checking %s: %s; one SELECT (or WITH ... SELECT) is expected".formatted(field, why));
  }
}

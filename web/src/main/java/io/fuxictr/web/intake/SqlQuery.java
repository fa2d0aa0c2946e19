package io.fuxictr.web.intake;

import java.util.Locale;
import java.util.Optional;

/**
 * A query of a user: one statement that reads. Knows just enough of SQL to tell where literals and
 * comments end; whether tables and columns exist the source will say.
 */
final class SqlQuery {

  /** What is wrong with a text, or the query that it holds. */
  record Result(String query, Optional<String> problem) {}

  private final String text;
  private int place;
  private int lastToken = -1;
  private int separator = -1;
  private String firstWord = "";

  private SqlQuery(String text) {
    this.text = text;
  }

  /** Returns the query without its closing semicolon, or what is wrong. */
  static Result check(String text) {
    var scan = new SqlQuery(text);
    Optional<String> problem = scan.problem();
    String query = scan.separator >= 0 ? text.substring(0, scan.separator) : text;
    return new Result(query.strip(), problem);
  }

  private Optional<String> problem() {
    while (place < text.length()) {
      Optional<String> unclosed = step();
      if (unclosed.isPresent()) {
        return unclosed;
      }
    }
    if (separator >= 0 && lastToken > separator) {
      return Optional.of(
          "must be one statement; there is more after the ';' at character " + (separator + 1));
    }
    String word = firstWord.toUpperCase(Locale.ROOT);
    return word.equals("SELECT") || word.equals("WITH")
        ? Optional.empty()
        : Optional.of("must be a query: start with SELECT or WITH");
  }

  private Optional<String> step() {
    char c = text.charAt(place);
    if (c == '\'' || c == '"' || c == '`') {
      return skipQuoted(c);
    }
    if (text.startsWith("--", place)) {
      return skipLine();
    }
    if (text.startsWith("/*", place)) {
      return skipComment();
    }
    if (c != ';') {
      return skipPlain(c);
    }
    separator = separator < 0 ? place : separator;
    place++;
    return Optional.empty();
  }

  private Optional<String> skipPlain(char c) {
    if (Character.isWhitespace(c)) {
      place++;
      return Optional.empty();
    }
    boolean first = lastToken < 0;
    int start = place;
    while (place < text.length() && Character.isLetterOrDigit(text.charAt(place))) {
      place++;
    }
    if (place == start) {
      place++;
    }
    if (first) {
      firstWord = text.substring(start, place);
    }
    lastToken = place - 1;
    return Optional.empty();
  }

  private Optional<String> skipQuoted(char quote) {
    int start = place++;
    while (place < text.length()) {
      char c = text.charAt(place);
      place++;
      if (c == quote) {
        lastToken = place - 1;
        return text.charAt(place - 2) == '\\' && place - 2 > start
            ? Optional.of(
                "the backslash before the quote at character %d is read differently by different databases; double the quote instead"
                    .formatted(place))
            : Optional.empty();
      }
    }
    return Optional.of("the %s at character %d is never closed".formatted(quote, start + 1));
  }

  private Optional<String> skipLine() {
    int end = text.indexOf('\n', place);
    place = end < 0 ? text.length() : end + 1;
    return Optional.empty();
  }

  private Optional<String> skipComment() {
    int end = text.indexOf("*/", place + 2);
    if (end < 0) {
      return Optional.of("the comment at character %d is never closed".formatted(place + 1));
    }
    place = end + 2;
    return Optional.empty();
  }
}

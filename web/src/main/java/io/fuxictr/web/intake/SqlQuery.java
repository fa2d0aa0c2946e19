package io.fuxictr.web.intake;

import java.util.Locale;
import java.util.Optional;

/**
 * A query of a user: one statement that reads. Knows just enough of SQL to tell where literals and
 * comments end; whether tables and columns exist the source will say.
 *
 * <p>Databases differ in what a backslash does in a literal. A query counts as one statement if it
 * is one in either reading and several in neither.
 */
final class SqlQuery {

  /** What is wrong with a text, or the query that it holds. */
  record Result(String query, Optional<String> problem) {}

  private final String text;
  private final boolean escapes;
  private int place;
  private int lastToken = -1;
  private int separator = -1;
  private String firstWord = "";

  private SqlQuery(String text, boolean escapes) {
    this.text = text;
    this.escapes = escapes;
  }

  /** Returns the query without its closing semicolon, or what is wrong. */
  static Result check(String text) {
    var standard = new SqlQuery(text, false);
    Result plain = standard.result();
    if (text.indexOf('\\') < 0) {
      return plain;
    }
    var escaping = new SqlQuery(text, true);
    Result escaped = escaping.result();
    if (plain.problem().isPresent() && escaped.problem().isPresent()) {
      return plain;
    }
    if (standard.isSeveral() || escaping.isSeveral()) {
      return new Result(
          plain.query(),
          Optional.of(
              "a backslash before a quote is read differently by different databases, and in one"
                  + " reading this is more than one statement; put the literal in the other kind of"
                  + " quotes"));
    }
    return plain.problem().isEmpty() ? plain : escaped;
  }

  private Result result() {
    Optional<String> problem = problem();
    String query = separator >= 0 ? text.substring(0, separator) : text;
    return new Result(query.strip(), problem);
  }

  private boolean isSeveral() {
    return separator >= 0 && lastToken > separator;
  }

  private Optional<String> problem() {
    while (place < text.length()) {
      Optional<String> unclosed = step();
      if (unclosed.isPresent()) {
        return unclosed;
      }
    }
    if (isSeveral()) {
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
      boolean escaped = escapes && c == '\\' && quote != '`';
      place += escaped ? 2 : 1;
      if (c == quote) {
        lastToken = place - 1;
        return Optional.empty();
      }
    }
    place = text.length();
    lastToken = Math.max(lastToken, start);
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

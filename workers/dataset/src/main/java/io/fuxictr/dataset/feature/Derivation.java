package io.fuxictr.dataset.feature;

import io.fuxictr.dataset.part.ColumnType;
import io.fuxictr.dataset.part.DatasetException;
import io.fuxictr.dataset.part.NumberText;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a column is made of another, or of itself ({@code preprocess}). What a column lacks is filled
 * in afterwards.
 *
 * @param function what is done
 * @param column raw column it is done to
 */
public record Derivation(Function function, String column) {
  private static final Pattern TEXT = Pattern.compile("(\\w+)\\s*(?:\\(([^()]*)\\))?");

  /** What can be done to a column. The names are those of FuxiCTR's processors. */
  public enum Function {
    /** Nothing: the column is another's copy. */
    COPY_FROM("copy_from"),
    /** ln(1 + max(x, 0)). */
    LOG("log"),
    /** Counts in logarithmic classes, as for Criteo: floor(ln(x)²) where x is above 2, else x. */
    CONVERT_TO_BUCKET("convert_to_bucket"),
    /** Day of the week of an hour yymmddhh, as for Avazu: 0 is Sunday, 6 Saturday. */
    CONVERT_WEEKDAY("convert_weekday"),
    /** 1 if an hour yymmddhh is on a Saturday or Sunday, else 0, as for Avazu. */
    CONVERT_WEEKEND("convert_weekend"),
    /** Hour of the day of an hour yymmddhh, as for Avazu. */
    CONVERT_HOUR("convert_hour"),
    /** The first two characters, as for KKBox; nothing if there are none. */
    EXTRACT_COUNTRY_CODE("extract_country_code"),
    /** Ages in classes 1 to 7, as for KKBox: up to 10, 20, … 60, above; else nothing. */
    BUCKETIZE_AGE("bucketize_age");

    private final String wireName;

    Function(String wireName) {
      this.wireName = wireName;
    }

    /** Returns the name in configuration files. */
    public String wireName() {
      return wireName;
    }
  }

  /**
   * Reads {@code name} or {@code name(column)}; without a column it is done to the column itself.
   */
  static Optional<Derivation> parse(String text, String own) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String argument = Optional.ofNullable(matcher.group(2)).orElse("").strip();
    return Arrays.stream(Function.values())
        .filter(it -> it.wireName().equals(matcher.group(1)))
        .filter(it -> it != Function.COPY_FROM || !argument.isEmpty())
        .map(it -> new Derivation(it, argument.isEmpty() ? own : argument))
        .findFirst();
  }

  /** Returns the text form. */
  String text() {
    return "%s(%s)".formatted(function.wireName(), column);
  }

  /** Returns what the result holds if it is done to such a column. */
  ColumnType type(ColumnType source) {
    return switch (function) {
      case COPY_FROM -> source;
      case LOG -> source.isNumber() ? ColumnType.FLOATING : ColumnType.OTHER;
      case CONVERT_TO_BUCKET -> source.isNumber() ? ColumnType.INTEGER : ColumnType.OTHER;
      case CONVERT_WEEKDAY, CONVERT_WEEKEND, CONVERT_HOUR ->
          source.isList() ? ColumnType.OTHER : ColumnType.INTEGER;
      case EXTRACT_COUNTRY_CODE, BUCKETIZE_AGE ->
          source.isList() ? ColumnType.OTHER : ColumnType.TEXT;
    };
  }

  /** Tells whether numbers become numbers, so that they need not be texts in between. */
  boolean isOfNumbers() {
    return switch (function) {
      case COPY_FROM, LOG, CONVERT_TO_BUCKET -> true;
      case CONVERT_WEEKDAY, CONVERT_WEEKEND, CONVERT_HOUR, EXTRACT_COUNTRY_CODE, BUCKETIZE_AGE ->
          false;
    };
  }

  /** Returns what becomes of a number; NaN stays NaN. */
  double number(double value) {
    return switch (function) {
      case COPY_FROM -> value;
      case LOG -> Math.log(1 + Math.max(value, 0));
      case CONVERT_TO_BUCKET -> bucket(value);
      case CONVERT_WEEKDAY, CONVERT_WEEKEND, CONVERT_HOUR, EXTRACT_COUNTRY_CODE, BUCKETIZE_AGE ->
          throw new IllegalStateException(function + " is of texts");
    };
  }

  /**
   * Returns what becomes of a value; empty if nothing does.
   *
   * @param value text, null if it is missing
   * @throws DatasetException if an hour is none
   */
  Optional<String> text(@Nullable String value) {
    if (value == null) {
      return switch (function) {
        case EXTRACT_COUNTRY_CODE, BUCKETIZE_AGE -> Optional.of("");
        case COPY_FROM, LOG, CONVERT_TO_BUCKET, CONVERT_WEEKDAY, CONVERT_WEEKEND, CONVERT_HOUR ->
            Optional.empty();
      };
    }
    return switch (function) {
      case COPY_FROM -> Optional.of(value);
      case LOG, CONVERT_TO_BUCKET -> NumberText.number(value).flatMap(it -> text(number(it)));
      case CONVERT_WEEKDAY -> Optional.of(Integer.toString(day(value).getValue() % 7));
      case CONVERT_WEEKEND ->
          Optional.of(day(value).compareTo(DayOfWeek.SATURDAY) >= 0 ? "1" : "0");
      case CONVERT_HOUR -> Optional.of(Integer.toString(whole(value, 6, 8)));
      case EXTRACT_COUNTRY_CODE ->
          Optional.of(value.substring(0, value.offsetByCodePoints(0, characters(value))));
      case BUCKETIZE_AGE -> Optional.of(NumberText.number(value).map(Derivation::age).orElse(""));
    };
  }

  private static Optional<String> text(double number) {
    return Double.isNaN(number) ? Optional.empty() : Optional.of(NumberText.text(number));
  }

  private static double bucket(double value) {
    if (!(value > 2)) {
      return value < 0 ? Math.ceil(value) : Math.floor(value);
    }
    double logarithm = Math.log(value);
    return Math.floor(logarithm * logarithm);
  }

  private static int characters(String value) {
    return Math.min(2, value.codePointCount(0, value.length()));
  }

  private static String age(double value) {
    if (!(value >= 1 && value <= 95)) {
      return "";
    }
    return value > 60 ? "7" : Integer.toString((int) Math.ceil(value / 10));
  }

  private DayOfWeek day(String hour) {
    try {
      return LocalDate.of(2000 + whole(hour, 0, 2), whole(hour, 2, 4), whole(hour, 4, 6))
          .getDayOfWeek();
    } catch (DateTimeException e) {
      throw wrong(hour, e);
    }
  }

  private int whole(String hour, int from, int to) {
    if (hour.length() != 8 || !hour.chars().allMatch(it -> it >= '0' && it <= '9')) {
      throw wrong(hour, null);
    }
    return Integer.parseInt(hour.substring(from, to));
  }

  private DatasetException wrong(String hour, @Nullable Exception cause) {
    return new DatasetException(
        "Preprocessing column '%s' by %s: found '%s'; expected an hour as yymmddhh"
            .formatted(column, function.wireName(), hour),
        cause);
  }
}

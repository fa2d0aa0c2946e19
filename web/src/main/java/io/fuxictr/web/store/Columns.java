package io.fuxictr.web.store;

import io.helidon.dbclient.DbRow;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Columns of a row, whatever type SQLite's driver chose for their values. */
final class Columns {

  private Columns() {}

  /** Returns a number, 0 for NULL. */
  static long number(DbRow row, String column) {
    return value(row, column) instanceof Number number ? number.longValue() : 0;
  }

  /** Returns a number, empty for NULL. */
  static OptionalDouble real(DbRow row, String column) {
    return value(row, column) instanceof Number number
        ? OptionalDouble.of(number.doubleValue())
        : OptionalDouble.empty();
  }

  /** Returns a text, empty for NULL. */
  static String text(DbRow row, String column) {
    return optionalText(row, column).orElse("");
  }

  /** Returns a text, absent for NULL. */
  static Optional<String> optionalText(DbRow row, String column) {
    return Optional.ofNullable(value(row, column)).map(Object::toString);
  }

  private static @Nullable Object value(DbRow row, String column) {
    return row.column(column).get(Object.class);
  }
}

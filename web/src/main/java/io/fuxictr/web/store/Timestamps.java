package io.fuxictr.web.store;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Points in time as the database and the API write them: whole seconds, UTC, without a zone. */
public final class Timestamps {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");
  private static final int LENGTH = "2026-01-01 00:00:00".length();

  private Timestamps() {}

  /** Returns {@code YYYY-MM-DD HH:MM:SS}. */
  public static String text(Instant instant) {
    return FORMAT.format(LocalDateTime.ofInstant(instant, ZoneOffset.UTC));
  }

  /** Returns the instant of a text; fractions of seconds, which older programs wrote, are cut. */
  public static Instant instant(String text) {
    String seconds = text.replace('T', ' ');
    return LocalDateTime.parse(seconds.substring(0, Math.min(LENGTH, seconds.length())), FORMAT)
        .toInstant(ZoneOffset.UTC);
  }

  /** Returns an instant as exactly as the database keeps it. */
  public static Instant cut(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS);
  }

  static @Nullable String column(Optional<Instant> instant) {
    return instant.map(Timestamps::text).orElse(null);
  }

  static Optional<Instant> read(@Nullable Object column) {
    return Optional.ofNullable(column)
        .map(Object::toString)
        .filter(text -> !text.isEmpty())
        .map(Timestamps::instant);
  }
}

package io.fuxictr.remote.file;

import java.util.List;
import java.util.Locale;

/** Sizes in words. */
public final class ByteCount {
  private static final List<String> UNITS = List.of("KB", "MB", "GB", "TB");
  private static final double STEP = 1024;

  private ByteCount() {}

  /** Returns a size such as {@code 512B} or {@code 45.2GB}; a unit is 1024 of the one before. */
  public static String text(long bytes) {
    if (bytes < STEP) {
      return bytes + "B";
    }
    double amount = bytes;
    int unit = -1;
    while (amount >= STEP && unit < UNITS.size() - 1) {
      amount /= STEP;
      unit++;
    }
    return String.format(Locale.ROOT, "%.1f%s", amount, UNITS.get(unit));
  }
}

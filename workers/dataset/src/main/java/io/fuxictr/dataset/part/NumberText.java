package io.fuxictr.dataset.part;

import java.util.Optional;

/** Numbers as the texts by which values are compared: whole ones without a point. */
public final class NumberText {
  /** Beyond it not every whole number is a double, and the text would pretend to be exact. */
  private static final double LARGEST_WHOLE = 0x1p53;

  private NumberText() {}

  /** Writes a number, a whole one without a point, so that 5.0 and 5 are the same value. */
  public static String text(double number) {
    return number == Math.rint(number) && Math.abs(number) <= LARGEST_WHOLE
        ? Long.toString((long) number)
        : Double.toString(number);
  }

  /** Returns the number that a text is, or empty if it is none. */
  public static Optional<Double> number(String text) {
    try {
      return Optional.of(Double.parseDouble(text));
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }
}

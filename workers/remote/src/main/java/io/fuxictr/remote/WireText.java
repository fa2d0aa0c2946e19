package io.fuxictr.remote;

import java.nio.charset.StandardCharsets;

/** Texts as they go over the line: each character of them is one byte of UTF-8. */
public final class WireText {

  private WireText() {}

  /** Returns a text for the line. */
  public static String encode(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  /** Returns the text that came over the line; bytes that are no UTF-8 become U+FFFD. */
  public static String decode(String wire) {
    return new String(wire.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }
}

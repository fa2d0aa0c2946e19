package io.fuxictr.remote;

import java.util.function.Consumer;

/** Cuts what a program writes into lines; a carriage return ends a line as well. */
final class LineSplitter {
  private static final int LONGEST = 16 << 10;

  private final StringBuilder open = new StringBuilder();

  /**
   * Takes what came next, one character per byte.
   *
   * @param line is given each line that is complete, decoded, unless it is empty
   */
  void add(String wire, Consumer<String> line) {
    for (int i = 0; i < wire.length(); i++) {
      char next = wire.charAt(i);
      if (next == '\n' || next == '\r' || open.length() >= LONGEST) {
        end(line);
      }
      if (next != '\n' && next != '\r') {
        open.append(next);
      }
    }
  }

  /** Gives what is left as a line. */
  void end(Consumer<String> line) {
    if (!open.isEmpty()) {
      line.accept(WireText.decode(open.toString()));
      open.setLength(0);
    }
  }
}

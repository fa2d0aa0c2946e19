package io.fuxictr.deploy;

import io.fuxictr.deploy.text.StageProgress.Medium;
import java.io.Console;
import java.util.Optional;

/** What the program's text is shown on. */
final class Terminal {
  private Terminal() {}

  /** Returns a terminal if lines can be painted again. */
  static Medium medium() {
    boolean terminal =
        Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
            && !"dumb".equals(System.getenv("TERM"));
    return terminal ? Medium.TERMINAL : Medium.LINES;
  }
}

package io.fuxictr.deploy.text;

import io.fuxictr.deploy.text.StageProgress.Medium;
import java.io.PrintWriter;

/** Shows one piece of work after the other while it goes on, and lines that stay. */
public sealed interface WorkProgress permits WorkBar, WorkLines {

  /**
   * Shows how far a piece of work has come.
   *
   * @param work its name; a new one begins a new piece
   * @param done units finished
   * @param total units in all, at least 1
   * @param message what is going on
   */
  void step(String work, long done, long total, String message);

  /** Writes a line that stays. */
  void line(String text);

  /** Ends what is painted, so that other text may follow. */
  void end();

  /** Returns a display of one bar on a terminal, of lines otherwise. */
  static WorkProgress on(Medium medium, PrintWriter out) {
    return switch (medium) {
      case TERMINAL -> new WorkBar(out, System::nanoTime);
      case LINES -> new WorkLines(out);
    };
  }
}

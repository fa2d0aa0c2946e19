package io.fuxictr.deploy.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;

/** Shows how far a task has come while its events arrive. */
public sealed interface StageProgress permits StageBars, StageLines {

  /** What the text is shown on. */
  enum Medium {
    /** A terminal whose lines can be painted again. */
    TERMINAL,
    /** A file, a pipe, or a terminal that can only go on. */
    LINES
  }

  /** Takes the next event of the task. */
  void accept(JsonNode event);

  /** Returns a display of one bar per stage on a terminal, of lines otherwise. */
  static StageProgress on(Medium medium, PrintWriter out) {
    return switch (medium) {
      case TERMINAL -> new StageBars(out, System::nanoTime);
      case LINES -> new StageLines(out);
    };
  }
}

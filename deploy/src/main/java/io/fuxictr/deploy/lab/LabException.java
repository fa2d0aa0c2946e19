package io.fuxictr.deploy.lab;

import java.util.List;

/** Something about an experiment that does not work, told so that a user can mend it. */
public final class LabException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates a failure.
   *
   * @param message what was attempted, on what, what is wrong, what to do
   */
  LabException(String message) {
    super(message);
  }

  LabException(String message, Throwable cause) {
    super(message, cause);
  }

  /** Creates a failure out of several problems, one per line. */
  static LabException of(String what, List<String> problems) {
    return problems.size() == 1
        ? new LabException(what + ": " + problems.getFirst())
        : new LabException(
            "%s: %d problems%n  %s"
                .formatted(what, problems.size(), String.join("%n  ".formatted(), problems)));
  }
}

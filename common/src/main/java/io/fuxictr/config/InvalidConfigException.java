package io.fuxictr.config;

import java.util.List;

/** A configuration that cannot be used, with everything that is wrong with it. */
public final class InvalidConfigException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with one problem. */
  public InvalidConfigException(String problem) {
    super(problem);
  }

  /**
   * Creates the exception with all problems of a file, one per line.
   *
   * @param what the file, or what else was read
   */
  public InvalidConfigException(String what, List<String> problems) {
    super(
        "%s: %d problem%s%n  %s"
            .formatted(
                what,
                problems.size(),
                problems.size() == 1 ? "" : "s",
                String.join("%n  ".formatted(), problems)));
  }
}

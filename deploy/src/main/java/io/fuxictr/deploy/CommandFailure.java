package io.fuxictr.deploy;

/** A command that could not be done, told in one line. */
final class CommandFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates a failure.
   *
   * @param message what was attempted, on what, what is wrong, what to do
   */
  CommandFailure(String message) {
    super(message);
  }

  CommandFailure(String message, Throwable cause) {
    super(message, cause);
  }
}

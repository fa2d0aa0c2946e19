package io.fuxictr.deploy.demo;

/** A demonstration that could not be run, told in one line. */
public final class DemoException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Creates a failure.
   *
   * @param message what was attempted, on what, what is wrong, what to do
   */
  DemoException(String message) {
    super(message);
  }

  DemoException(String message, Throwable cause) {
    super(message, cause);
  }
}

package io.fuxictr.deploy.client;

/** A request that the server refused or that did not reach it, told in one line. */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;

  /**
   * Creates a failure.
   *
   * @param status status code of the answer, 0 if there was none
   * @param message what was asked, what went wrong, what to do
   */
  ApiException(int status, String message) {
    super(message);
    this.status = status;
  }

  /** Creates a failure with the cause of a lost connection. */
  ApiException(String message, Throwable cause) {
    super(message, cause);
    status = 0;
  }

  /** Returns the status code of the answer, 0 if there was none. */
  public int status() {
    return status;
  }
}

package io.fuxictr.worker;

import io.fuxictr.task.ErrorCode;
import io.fuxictr.task.StageFailure;

/** An attempt failed. The one exception from a stage to its runtime. */
public final class StageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;

  /**
   * Creates the exception.
   *
   * @param message what was attempted, on what, what went wrong, what to do
   */
  public StageException(ErrorCode code, String message) {
    super(message);
    this.code = code;
  }

  /**
   * Creates the exception with its cause.
   *
   * @param message what was attempted, on what, what went wrong, what to do
   */
  public StageException(ErrorCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** Returns the failure as data. */
  public StageFailure failure() {
    return new StageFailure(code, String.valueOf(getMessage()));
  }
}

package io.fuxictr.task;

/**
 * Why a stage ended without a result.
 *
 * @param code what kind of failure it is; decides whether it is tried again
 * @param message what was attempted, on what, what went wrong and what to do, in the user's words
 */
public record StageFailure(ErrorCode code, String message) {

  /** Returns whether trying again a little later may help. */
  public boolean isRetryable() {
    return code.isRetryable();
  }
}

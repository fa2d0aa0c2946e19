package io.fuxictr.web.intake;

/** A command that makes no sense for the task as it stands. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why a command is refused. */
  public enum Reason {
    /** There is no such task. */
    UNKNOWN_TASK,
    /** The task's status forbids it. */
    CONFLICT,
    /** The task's status forbids it, told as older clients expect it. */
    BAD_REQUEST
  }

  private final Reason reason;

  /** Creates the exception with words for the user. */
  public RefusedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Returns the exception for a task that is not there. */
  public static RefusedException unknownTask() {
    return new RefusedException(Reason.UNKNOWN_TASK, "Task not found");
  }

  /** Returns why. */
  public Reason reason() {
    return reason;
  }
}

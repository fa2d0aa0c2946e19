package io.fuxictr.remote;

/** Another host could not be reached, or would not do what was asked. */
public final class RemoteException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What somebody can do about it. */
  public enum Reason {
    /** The private key cannot be used: missing, readable by others, encrypted, or no key. */
    KEY_FILE,
    /** The host shows a key that is not known, or another one than before. */
    HOST_KEY,
    /** The host does not let this user in. */
    AUTHENTICATION,
    /** Nothing answers there; later it may. */
    UNREACHABLE,
    /** The connection broke while something was going on; later it may not. */
    CUT,
    /** A command took longer than it may. */
    TIMEOUT,
    /** A command failed, or is not there. */
    FAILED,
    /** There is no room on the host's disk. */
    DISK_FULL,
    /** A job is gone without having ended: killed, or the host was restarted. */
    LOST
  }

  private final Reason reason;

  /**
   * Creates the exception.
   *
   * @param message what was attempted, on what, what is wrong, what to do
   */
  public RemoteException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /**
   * Creates the exception with its cause.
   *
   * @param message what was attempted, on what, what is wrong, what to do
   */
  public RemoteException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Returns what somebody can do about it. */
  public Reason reason() {
    return reason;
  }

  /** Returns whether the same may work a little later. */
  public boolean isTransient() {
    return reason == Reason.UNREACHABLE || reason == Reason.CUT;
  }
}

package io.fuxictr.remote.file;

/** Files could not be listed, carried or checked. The one exception of this host's files. */
public final class FileException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** What somebody can do about it. */
  public enum Reason {
    /** A file is missing, differs from its manifest, or cannot be read or written. */
    DAMAGED,
    /** There is no room on the disk. */
    DISK_FULL
  }

  private final Reason reason;

  /**
   * Creates the exception.
   *
   * @param message what was attempted, on what, what is wrong, what to do
   */
  public FileException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /**
   * Creates the exception with its cause.
   *
   * @param message what was attempted, on what, what is wrong, what to do
   */
  public FileException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  /** Returns what somebody can do about it. */
  public Reason reason() {
    return reason;
  }
}

package io.fuxictr.remote;

import io.fuxictr.remote.RemoteException.Reason;

/**
 * How a command ended.
 *
 * @param status its exit status, 128 + n if signal n ended it
 * @param output all that it wrote to its standard output, one character per byte
 * @param errors the last 64 KiB that it wrote to its standard error
 */
public record CommandResult(int status, String output, String errors) {
  /** What programs say when a disk is full. */
  private static final String NO_SPACE = "No space left on device";

  private static final int NOT_FOUND = 127;

  /** Returns the output as text, without line ends at its end. */
  public String text() {
    return WireText.decode(output).stripTrailing();
  }

  /** Returns whether the command did what it was asked. */
  public boolean isSuccess() {
    return status == 0;
  }

  /**
   * Returns the result of a command that must succeed.
   *
   * @param attempted what was attempted, on what, as the beginning of a message
   * @throws RemoteException if it did not, with what it said
   */
  public CommandResult orFail(String attempted) {
    if (isSuccess()) {
      return this;
    }
    throw new RemoteException(
        errors.contains(NO_SPACE) ? Reason.DISK_FULL : Reason.FAILED,
        "%s: exit status %d%s: %s"
            .formatted(
                attempted,
                status,
                status == NOT_FOUND ? " (is the program installed and on the PATH?)" : "",
                errors.isBlank() ? text() : errors.strip()));
  }
}

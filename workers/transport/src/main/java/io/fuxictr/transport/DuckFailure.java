package io.fuxictr.transport;

import io.fuxictr.task.ErrorCode;
import io.fuxictr.worker.StageException;
import java.sql.SQLException;

/** What DuckDB complains about, as failures of the stage. */
final class DuckFailure {

  private DuckFailure() {}

  /** Returns whether a statement ended because it was cancelled. */
  static boolean isInterruption(SQLException e) {
    return String.valueOf(e.getMessage()).startsWith("INTERRUPT Error");
  }

  /**
   * Returns the failure.
   *
   * @param what what was attempted, on what
   */
  static StageException of(String what, SQLException e) {
    String reason = reason(e);
    ErrorCode code = code(reason);
    return new StageException(code, what + ": " + reason + remedy(code), e);
  }

  private static ErrorCode code(String reason) {
    if (reason.contains("No space left")) {
      return ErrorCode.DISK_FULL;
    }
    if (reason.startsWith("Out of Memory Error")) {
      return ErrorCode.OUT_OF_MEMORY;
    }
    if (reason.startsWith("INTERNAL Error") || reason.startsWith("FATAL Error")) {
      return ErrorCode.INTERNAL;
    }
    boolean busy =
        reason.contains("Could not set lock")
            || reason.contains("Unique file handle conflict")
            || reason.startsWith("TransactionContext Error");
    return busy ? ErrorCode.UNAVAILABLE : ErrorCode.INVALID_INPUT;
  }

  private static String remedy(ErrorCode code) {
    return switch (code) {
      case DISK_FULL -> "; make room and try again";
      case OUT_OF_MEMORY -> "; give the worker more memory";
      case UNAVAILABLE ->
          "; only one program at a time can have a DuckDB file open for writing: close the other"
              + " one, or wait until it is done";
      case INVALID_INPUT, STORAGE, DIVERGED, TIMEOUT, LOST, INTERNAL -> "";
    };
  }

  /** Returns the message without the excerpt of our own statement that follows it. */
  static String reason(SQLException e) {
    String text = String.valueOf(e.getMessage());
    int excerpt = text.indexOf("\n\nLINE ");
    return (excerpt < 0 ? text : text.substring(0, excerpt)).strip().replaceAll("\\s*\n\\s*", " ");
  }
}

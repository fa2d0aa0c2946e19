package io.fuxictr.fetch;

import io.fuxictr.task.ErrorCode;
import io.fuxictr.worker.StageException;
import java.sql.SQLException;

/** What DuckDB complains about, as failures of the stage. */
final class DuckFailure {
  private static final String INTERRUPTED = "INTERRUPT Error";

  private DuckFailure() {}

  /** Returns whether a statement ended because it was cancelled. */
  static boolean isInterruption(SQLException e) {
    return text(e).startsWith(INTERRUPTED);
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
        reason.contains("Could not set lock") || reason.contains("Unique file handle conflict");
    return busy ? ErrorCode.UNAVAILABLE : ErrorCode.INVALID_INPUT;
  }

  private static String remedy(ErrorCode code) {
    return switch (code) {
      case DISK_FULL -> "; make room and try again";
      case OUT_OF_MEMORY -> "; ask for fewer rows or columns, or raise the memory limit";
      case UNAVAILABLE -> "; close the other program that has the file open";
      case INVALID_INPUT, STORAGE, DIVERGED, TIMEOUT, LOST, INTERNAL -> "";
    };
  }

  /** Returns the message without the excerpt of our own statement that follows it. */
  static String reason(SQLException e) {
    String text = text(e);
    int excerpt = text.indexOf("\n\nLINE ");
    return (excerpt < 0 ? text : text.substring(0, excerpt)).strip().replaceAll("\\s*\n\\s*", " ");
  }

  private static String text(SQLException e) {
    return String.valueOf(e.getMessage());
  }
}

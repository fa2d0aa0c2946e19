package io.fuxictr.message;

/** A message whose text is not what its address promises. */
public final class InvalidMessageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with what was read and what is wrong with it. */
  public InvalidMessageException(String message) {
    super(message);
  }

  /** Creates the exception with the parser's complaint as its cause. */
  public InvalidMessageException(String message, Throwable cause) {
    super(message, cause);
  }
}

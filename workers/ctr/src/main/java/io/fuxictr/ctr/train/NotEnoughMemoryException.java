package io.fuxictr.ctr.train;

/** A training needs more memory than there is; the message says how much and for what. */
public final class NotEnoughMemoryException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotEnoughMemoryException(String message) {
    super(message);
  }

  NotEnoughMemoryException(String message, Throwable cause) {
    super(message, cause);
  }
}

package io.fuxictr.web.store;

/** The database cannot be opened, read or written: locked, full, damaged or not ours. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with what was attempted and the driver's complaint. */
  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}

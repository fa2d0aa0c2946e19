package io.fuxictr.link;

/** The broker cannot be reached for good: it refuses the user, or the link was closed. */
public final class LinkException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  LinkException(String message) {
    super(message);
  }

  LinkException(String message, Throwable cause) {
    super(message, cause);
  }
}

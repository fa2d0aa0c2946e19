package io.fuxictr.web;

/** The web server cannot start. */
public final class WebException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WebException(String message) {
    super(message);
  }
}

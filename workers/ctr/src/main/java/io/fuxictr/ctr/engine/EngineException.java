package io.fuxictr.ctr.engine;

/** The native engine cannot be used on this machine; the message says what to do. */
public final class EngineException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EngineException(String message, Throwable cause) {
    super(message, cause);
  }
}

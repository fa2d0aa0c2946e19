package io.fuxictr.broker;

/** The broker cannot start, or a password cannot be had; the message says why and what to do. */
public final class BrokerException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Creates the exception with what was attempted, what is wrong and what to do. */
  public BrokerException(String message) {
    super(message);
  }

  BrokerException(String message, Throwable cause) {
    super(message, cause);
  }
}

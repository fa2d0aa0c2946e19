package io.fuxictr.ctr.train;

/** Training broke off since its numbers are no longer finite; the message says where. */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  DivergedException(String message) {
    super(message);
  }

  /** Adds where in the training it happened. */
  DivergedException at(String place) {
    return new DivergedException(place + ": " + getMessage());
  }
}

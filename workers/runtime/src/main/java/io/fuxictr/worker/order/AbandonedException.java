package io.fuxictr.worker.order;

/** An attempt cannot be ended here; its order has to be delivered again. */
final class AbandonedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  AbandonedException(String message) {
    super(message);
  }
}

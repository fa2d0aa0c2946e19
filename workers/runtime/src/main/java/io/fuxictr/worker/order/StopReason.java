package io.fuxictr.worker.order;

/** Why an attempt is to stop before its stage is done. */
enum StopReason {
  /** Its user does not want it any more. */
  CANCELLED,
  /** Its user wants it to go on later; it has come to a place at which nothing is lost. */
  PAUSED,
  /** Its time is over. */
  DEADLINE,
  /** The worker shuts down; another one goes on. */
  SHUTDOWN,
  /** Another worker has the order. */
  OVERTAKEN,
  /** The broker was away too long, so another worker may have the order. */
  CONNECTION_LOST;

  /** Returns whether somebody goes on with the order. */
  boolean leavesTheOrder() {
    return switch (this) {
      case SHUTDOWN, OVERTAKEN, CONNECTION_LOST -> true;
      case CANCELLED, PAUSED, DEADLINE -> false;
    };
  }
}

package io.fuxictr.worker.order;

import io.fuxictr.message.StageOutcome;

/** What becomes of an order after its attempt. */
sealed interface Ending {

  /**
   * The dispatcher is told.
   *
   * @param outcome how it ended
   */
  record Report(StageOutcome outcome) implements Ending {}

  /** The order goes back to its queue as if it had never been taken. */
  record GiveBack() implements Ending {}

  /** Another worker has the order, or a later one: it is dropped. */
  record Drop() implements Ending {}
}

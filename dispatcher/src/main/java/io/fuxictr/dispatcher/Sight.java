package io.fuxictr.dispatcher;

import io.fuxictr.message.StageOrder;
import java.util.List;

/** Where the dispatcher sees an attempt that is to be stopped. */
sealed interface Sight {

  /**
   * Its orders waited for a worker, or for their next try, and are taken back.
   *
   * @param orders at least one; several if an order was doubled
   */
  record Waiting(List<StageOrder> orders) implements Sight {

    /** Takes a copy. */
    public Waiting {
      orders = List.copyOf(orders);
    }
  }

  /** It is over already. */
  record Over() implements Sight {}

  /** Nowhere: a worker holds it, or its message is on the way. */
  record Unseen() implements Sight {}
}

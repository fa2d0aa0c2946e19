package io.fuxictr.dispatcher;

import io.fuxictr.link.Batch;
import io.fuxictr.message.Addresses;
import io.fuxictr.message.MessageCodec;
import io.fuxictr.message.StageOrder;
import io.fuxictr.message.TaskCommand;
import io.fuxictr.task.Stage;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.util.ArrayList;
import java.util.List;

/** The orders that no worker has taken yet. */
final class WaitingOrders {

  private WaitingOrders() {}

  /** Takes back all orders of an attempt, and of earlier ones, within the session's transaction. */
  static List<StageOrder> takeBack(TaskCommand.Cancel cancel, JMSContext session)
      throws JMSException {
    String selector =
        "%s = %s AND %s <= %d"
            .formatted(Addresses.TASK_ID, cancel.task(), Addresses.ATTEMPT, cancel.attempt());
    var orders = new ArrayList<StageOrder>();
    for (Stage stage : Stage.ALL) {
      var queue = session.createQueue(Addresses.orders(stage));
      try (JMSConsumer consumer = session.createConsumer(queue, selector)) {
        for (Message found = consumer.receiveNoWait();
            found != null;
            found = consumer.receiveNoWait()) {
          orders.add(MessageCodec.readOrder(Batch.text(found)));
        }
      }
    }
    return orders;
  }
}

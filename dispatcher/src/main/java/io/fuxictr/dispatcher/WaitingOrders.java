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
import jakarta.jms.QueueBrowser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The orders that no worker has taken yet. */
final class WaitingOrders {
  private static final List<String> QUEUES =
      Stream.concat(
              Stage.ALL.stream().map(Addresses::orders),
              Stream.of(Addresses.DEAD, Addresses.EXPIRED))
          .toList();

  private WaitingOrders() {}

  /** Takes back all orders of an attempt, and of earlier ones, within the session's transaction. */
  static List<StageOrder> takeBack(TaskCommand.Halt halt, JMSContext session) throws JMSException {
    var orders = new ArrayList<StageOrder>();
    for (Stage stage : Stage.ALL) {
      var queue = session.createQueue(Addresses.orders(stage));
      try (JMSConsumer consumer = session.createConsumer(queue, upTo(halt))) {
        for (Message found = consumer.receiveNoWait();
            found != null;
            found = consumer.receiveNoWait()) {
          orders.add(MessageCodec.readOrder(Batch.text(found)));
        }
      }
    }
    return orders;
  }

  private static String upTo(TaskCommand command) {
    return "%s = %s AND %s <= %d"
        .formatted(Addresses.TASK_ID, command.task(), Addresses.ATTEMPT, command.attempt());
  }

  /** Returns the queue in which an order of an attempt lies, without touching it. */
  static Optional<String> find(TaskCommand.Probe probe, JMSContext session) throws JMSException {
    String selector =
        "%s = %s AND %s = %d"
            .formatted(Addresses.TASK_ID, probe.task(), Addresses.ATTEMPT, probe.attempt());
    for (String name : QUEUES) {
      try (QueueBrowser browser = session.createBrowser(session.createQueue(name), selector)) {
        if (browser.getEnumeration().hasMoreElements()) {
          return Optional.of(name);
        }
      }
    }
    return Optional.empty();
  }
}

package io.fuxictr.broker;

import io.fuxictr.message.Addresses;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;

/**
 * Refuses submissions of a size that their reader could not hold. Those that are only too large to
 * be accepted pass, so that they are answered and put aside.
 */
final class SizeLimit implements ActiveMQServerMessagePlugin {
  private static final long LARGEST_BYTES = 32L << 20;

  @Override
  public void beforeSend(
      ServerSession session,
      Transaction transaction,
      Message message,
      boolean direct,
      boolean noAutoCreateQueue)
      throws ActiveMQException {
    if (Addresses.SUBMIT.equals(message.getAddress())
        && message.getWholeMessageSize() > LARGEST_BYTES) {
      throw new ActiveMQException(
          "Submission of %d bytes: at most %d are taken"
              .formatted(message.getWholeMessageSize(), LARGEST_BYTES),
          ActiveMQExceptionType.ILLEGAL_STATE);
    }
  }
}

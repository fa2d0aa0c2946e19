package io.fuxictr.link;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.message.Addresses;
import io.fuxictr.message.Json;
import jakarta.jms.Destination;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.JMSRuntimeException;
import java.util.List;
import org.apache.activemq.artemis.jms.client.ActiveMQDestination;
import org.jspecify.annotations.Nullable;

/**
 * Submits tasks over the queue, as programs of others do. Who has several sends them together: a
 * transaction costs the broker one sync of its journal, however much is in it. For one thread.
 */
public final class SubmissionSender implements AutoCloseable {
  private static final Destination SUBMIT = ActiveMQDestination.createQueue(Addresses.SUBMIT);

  private final BrokerLink link;
  private @Nullable JMSContext session;

  /**
   * Creates a sender that connects when it is first used.
   *
   * @param link of a user who may send to {@link Addresses#SUBMIT}; stays the caller's
   */
  public SubmissionSender(BrokerLink link) {
    this.link = link;
  }

  /** Sends a submission, as {@link #send(List)} does. */
  public boolean send(ObjectNode submission) {
    return send(List.of(submission));
  }

  /**
   * Sends submissions in one transaction: all of them or none. Waits for a broker that is away.
   *
   * @return whether the broker has them on disk; if not, or not for certain, sending them again
   *     with the same {@code submission_key} each is safe
   * @throws LinkException as {@link BrokerLink#connect}
   */
  public boolean send(List<ObjectNode> submissions) {
    try {
      JMSContext current = session();
      JMSProducer producer = current.createProducer();
      submissions.forEach(submission -> producer.send(SUBMIT, Json.write(submission)));
      current.commit();
      return true;
    } catch (JMSRuntimeException e) {
      close();
      return false;
    }
  }

  private JMSContext session() {
    JMSContext current = session;
    if (current == null) {
      current = link.transacted();
      session = current;
    }
    return current;
  }

  /** Ends the session; a later send opens another one. */
  @Override
  public void close() {
    JMSContext old = session;
    session = null;
    if (old != null && link.isConnected()) {
      try {
        old.close();
      } catch (JMSRuntimeException _) {
        // Its connection was closed before, and nothing is left of it.
      }
    }
  }
}

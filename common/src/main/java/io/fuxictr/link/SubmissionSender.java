package io.fuxictr.link;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.message.Addresses;
import io.fuxictr.message.Json;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;

/** Submits tasks over the queue, as programs of others do. For one thread. */
public final class SubmissionSender implements AutoCloseable {
  private final JMSContext session;

  /**
   * Opens a session.
   *
   * @param link of a user who may send to {@link Addresses#SUBMIT}; stays the caller's
   * @throws LinkException as {@link BrokerLink#connect}
   */
  public SubmissionSender(BrokerLink link) {
    session = link.automatic();
  }

  /**
   * Sends a submission.
   *
   * @return whether the broker has it on disk; if not, or not for certain, sending it again with
   *     the same {@code submission_key} is safe
   */
  public boolean send(ObjectNode submission) {
    try {
      session.createProducer().send(session.createQueue(Addresses.SUBMIT), Json.write(submission));
      return true;
    } catch (JMSRuntimeException e) {
      return false;
    }
  }

  @Override
  public void close() {
    session.close();
  }
}

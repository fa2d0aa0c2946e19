package io.fuxictr.web.intake;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.link.Batch;
import io.fuxictr.link.BrokerLink;
import io.fuxictr.link.LinkException;
import io.fuxictr.message.Addresses;
import io.fuxictr.message.Json;
import jakarta.jms.Destination;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.InvalidDestinationRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.Message;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells other programs what became of their submissions, once that is certain. Outside the
 * transaction that took them: an asker who is gone, or who names an address where nobody may be
 * told, must not keep the submissions of others from being taken.
 *
 * <p>Belongs to one thread.
 */
final class ReplyDesk {
  private static final Logger log = LoggerFactory.getLogger(ReplyDesk.class);

  /** Names that askers make up; whoever listens there shares what comes. */
  private static final String OWN_NAME = Addresses.REPLIES + ".";

  /** Names of temporary queues, which the broker or a client's library makes up. */
  private static final Pattern MADE_NAME =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final BrokerLink link;
  private @Nullable JMSContext session;

  ReplyDesk(BrokerLink link) {
    this.link = link;
  }

  /** Sends a reply to whoever asked for one; one that cannot be delivered is the asker's loss. */
  void reply(Message to, ObjectNode reply) {
    String asker = "";
    try {
      asker = Batch.replyAddress(to).orElse("");
      if (asker.startsWith(OWN_NAME)) {
        deliver(JMSContext::createTopic, asker, correlation(to), reply);
      } else if (MADE_NAME.matcher(asker).matches()) {
        deliver(JMSContext::createQueue, asker, correlation(to), reply);
      } else if (!asker.isEmpty()) {
        log.warn("No reply to '{}': it is neither temporary nor below '{}'", asker, OWN_NAME);
      }
    } catch (InvalidDestinationRuntimeException | JMSSecurityRuntimeException e) {
      log.warn("No reply to '{}': nobody listens there: {}", asker, e.getMessage());
    } catch (JMSException | JMSRuntimeException | LinkException e) {
      log.warn("No reply to '{}': {}", asker, e.getMessage());
      forget();
    }
  }

  /** After a long absence of the broker the session at hand is closed, which only its use tells. */
  private void deliver(
      BiFunction<JMSContext, String, Destination> destination,
      String asker,
      @Nullable String correlation,
      ObjectNode reply) {
    try {
      send(destination, asker, correlation, reply);
    } catch (IllegalStateRuntimeException e) {
      log.debug("Opening another session for replies", e);
      forget();
      send(destination, asker, correlation, reply);
    }
  }

  private void send(
      BiFunction<JMSContext, String, Destination> destination,
      String asker,
      @Nullable String correlation,
      ObjectNode reply) {
    JMSContext current = session;
    if (current == null) {
      current = link.automatic();
      session = current;
    }
    current
        .createProducer()
        .setJMSCorrelationID(correlation)
        .send(destination.apply(current, asker), Json.write(reply));
  }

  private static @Nullable String correlation(Message message) throws JMSException {
    String correlation = message.getJMSCorrelationID();
    return correlation == null ? message.getJMSMessageID() : correlation;
  }

  private void forget() {
    JMSContext old = session;
    session = null;
    if (old != null && link.isConnected()) {
      try {
        old.close();
      } catch (IllegalStateRuntimeException e) {
        log.debug("Closing the session of replies", e);
      }
    }
  }
}

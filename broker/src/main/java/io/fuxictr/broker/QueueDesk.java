package io.fuxictr.broker;

import io.fuxictr.link.Batch;
import io.fuxictr.link.BrokerLink;
import io.fuxictr.message.Addresses;
import io.fuxictr.message.InvalidMessageException;
import io.fuxictr.task.Stage;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.QueueBrowser;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.activemq.artemis.jms.client.ActiveMQMessage;

/**
 * What an operator sees of a running broker's queues, and does to messages that were put aside.
 * Works on any broker with our addresses, through its management address. For one thread.
 */
public final class QueueDesk implements AutoCloseable {

  /** Queues whose messages wait for a person. */
  private static final List<String> ASIDE =
      List.of(Addresses.REJECTED, Addresses.DEAD, Addresses.EXPIRED);

  private final JMSContext session;
  private final BrokerQuestions questions;

  /**
   * A queue at one moment.
   *
   * @param name its name
   * @param waiting messages that somebody could take
   * @param held messages in the hands of consumers
   * @param scheduled messages whose time has not come
   * @param consumers who listens
   * @param oldest how long the first message has been there; empty if there is none
   */
  public record QueueFigures(
      String name,
      long waiting,
      long held,
      long scheduled,
      int consumers,
      Optional<Duration> oldest) {}

  /**
   * A message that nobody will work on unless somebody sees to it.
   *
   * @param id its number at the broker, for {@link #requeue} and {@link #drop}
   * @param queue where it lies
   * @param origin queue it was meant for; empty if that is not known
   * @param task its task, if it names one
   * @param at when it was put there or sent
   * @param reason why it was put aside
   * @param text what it says
   */
  public record AsideMessage(
      long id,
      String queue,
      Optional<String> origin,
      OptionalLong task,
      Instant at,
      String reason,
      String text) {}

  /**
   * Opens the desk.
   *
   * @param link of {@link BrokerUser#OPERATOR}; stays the caller's
   */
  public QueueDesk(BrokerLink link) {
    session = link.automatic();
    questions = BrokerQuestions.on(link);
  }

  /** Returns all queues, in the order in which a task passes them. */
  public List<QueueFigures> queues() {
    var names = new ArrayList<String>();
    names.add(Addresses.SUBMIT);
    names.add(Addresses.DISPATCH);
    Stage.ALL.forEach(stage -> names.add(Addresses.orders(stage)));
    names.add(Addresses.EVENTS_FOR_WEB);
    names.addAll(ASIDE);
    return names.stream().map(this::figures).toList();
  }

  private QueueFigures figures(String queue) {
    long all = number(queue, "getMessageCount");
    long held = number(queue, "getDeliveringCount");
    long scheduled = number(queue, "getScheduledCount");
    Object age = all > scheduled ? questions.call(queue, "getFirstMessageAge") : null;
    return new QueueFigures(
        queue,
        Math.max(0, all - held - scheduled),
        held,
        scheduled,
        Math.toIntExact(number(queue, "getConsumerCount")),
        age instanceof Number millis
            ? Optional.of(Duration.ofMillis(millis.longValue()))
            : Optional.empty());
  }

  private long number(String queue, String operation) {
    return questions.call(queue, operation) instanceof Number number ? number.longValue() : 0;
  }

  /** Returns the messages that were put aside, oldest first within each queue. */
  public List<AsideMessage> aside() {
    var found = new ArrayList<AsideMessage>();
    for (String queue : ASIDE) {
      try (QueueBrowser browser = session.createBrowser(session.createQueue(queue))) {
        for (Enumeration<?> all = browser.getEnumeration(); all.hasMoreElements(); ) {
          if (all.nextElement() instanceof ActiveMQMessage message) {
            found.add(aside(queue, message));
          }
        }
      } catch (JMSException | JMSRuntimeException e) {
        throw new BrokerException("Looking into %s: %s".formatted(queue, e.getMessage()), e);
      }
    }
    return found;
  }

  private static AsideMessage aside(String queue, ActiveMQMessage message) throws JMSException {
    return new AsideMessage(
        message.getCoreMessage().getMessageID(),
        queue,
        property(message, Addresses.ORIGINAL_QUEUE).or(() -> property(message, Addresses.ORIGIN)),
        message.propertyExists(Addresses.TASK_ID)
            ? OptionalLong.of(message.getLongProperty(Addresses.TASK_ID))
            : OptionalLong.empty(),
        Instant.ofEpochMilli(message.getJMSTimestamp()),
        reason(queue, message),
        text(message));
  }

  private static Optional<String> property(Message message, String name) {
    try {
      return Optional.ofNullable(message.getStringProperty(name));
    } catch (JMSException e) {
      return Optional.empty();
    }
  }

  private static String reason(String queue, Message message) {
    return switch (queue) {
      case Addresses.DEAD -> "delivered too often without an outcome";
      case Addresses.EXPIRED -> "waited past its deadline";
      default -> property(message, Addresses.ERROR).orElse("no reason given");
    };
  }

  private static String text(Message message) throws JMSException {
    try {
      return Batch.text(message);
    } catch (InvalidMessageException e) {
      return "";
    }
  }

  /**
   * Sends a message that was put aside to the queue it was meant for, once more.
   *
   * @return that queue
   * @throws BrokerException if there is no such message, or it is not known where it came from
   */
  public String requeue(long id) {
    AsideMessage message = find(id);
    String origin =
        message
            .origin()
            .orElseThrow(
                () ->
                    new BrokerException(
                        "Sending message %d once more: it does not say which queue it was meant for; send it anew instead"
                            .formatted(id)));
    if (!Boolean.TRUE.equals(questions.call(message.queue(), "moveMessage", id, origin))) {
      throw gone(id);
    }
    return origin;
  }

  /**
   * Deletes a message that was put aside.
   *
   * @throws BrokerException if there is no such message
   */
  public void drop(long id) {
    if (!Boolean.TRUE.equals(questions.call(find(id).queue(), "removeMessage", id))) {
      throw gone(id);
    }
  }

  /**
   * Returns a message that was put aside.
   *
   * @throws BrokerException if there is no such message
   */
  public AsideMessage find(long id) {
    return aside().stream()
        .filter(message -> message.id() == id)
        .findFirst()
        .orElseThrow(() -> gone(id));
  }

  private static BrokerException gone(long id) {
    return new BrokerException(
        "There is no message %d in %s; 'queues' lists those that are there"
            .formatted(id, String.join(", ", ASIDE)));
  }

  @Override
  public void close() {
    questions.close();
    session.close();
  }
}

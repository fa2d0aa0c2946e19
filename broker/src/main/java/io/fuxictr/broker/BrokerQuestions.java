package io.fuxictr.broker;

import io.fuxictr.link.BrokerAddress;
import io.fuxictr.link.BrokerLink;
import io.fuxictr.link.LinkException;
import io.fuxictr.message.Addresses;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.Message;
import jakarta.jms.TemporaryQueue;
import java.time.Duration;
import java.util.Arrays;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.apache.activemq.artemis.api.jms.management.JMSManagementHelper;
import org.jspecify.annotations.Nullable;

/** Questions to a running broker over its management address, one at a time. */
final class BrokerQuestions implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final JMSContext session;
  private final Runnable leave;
  private final TemporaryQueue answers;
  private final JMSConsumer reader;

  private BrokerQuestions(JMSContext session, Runnable leave) {
    this.session = session;
    this.leave = leave;
    answers = session.createTemporaryQueue();
    reader = session.createConsumer(answers);
  }

  /** Opens questions on an operator's link, which stays the caller's. */
  static BrokerQuestions on(BrokerLink operator) {
    JMSContext session = operator.automatic();
    return new BrokerQuestions(session, session::close);
  }

  static BrokerQuestions to(BrokerAddress operator) {
    var link = new BrokerLink(operator);
    try {
      link.connectWithin(PATIENCE);
      return new BrokerQuestions(link.automatic(), link::close);
    } catch (LinkException e) {
      link.close();
      throw new BrokerException(String.valueOf(e.getMessage()), e);
    } catch (JMSSecurityRuntimeException e) {
      link.close();
      throw new BrokerException(
          "Asking the broker, %s: %s; it needs the security settings of broker.xml, and uuid-namespace '%s'"
              .formatted(operator, e.getMessage(), Addresses.REPLIES),
          e);
    } catch (JMSRuntimeException e) {
      link.close();
      throw new BrokerException("Asking the broker, %s: %s".formatted(operator, e), e);
    }
  }

  String[] names(String attribute) throws JMSException {
    return strings(ask(ResourceNames.BROKER, attribute));
  }

  String[] routing(String address) throws JMSException {
    String[] types = strings(attribute(ResourceNames.ADDRESS + address, "routingTypes"));
    Arrays.sort(types);
    return types;
  }

  Object ofQueue(String queue, String attribute) throws JMSException {
    return attribute(ResourceNames.QUEUE + queue, attribute);
  }

  Object ofBroker(String attribute) throws JMSException {
    return attribute(ResourceNames.BROKER, attribute);
  }

  String text(String operation, String argument) throws JMSException {
    return String.valueOf(ask(ResourceNames.BROKER, operation, argument));
  }

  /** Calls an operation of a queue; {@code null} is an answer too. */
  @Nullable Object call(String queue, String operation, Object... arguments) {
    try {
      return ask(ResourceNames.QUEUE + queue, operation, arguments);
    } catch (JMSException | JMSRuntimeException e) {
      throw new BrokerException("Asking the broker about %s: %s".formatted(queue, e), e);
    }
  }

  private static String[] strings(Object answer) {
    return Arrays.stream((Object[]) answer).map(String::valueOf).toArray(String[]::new);
  }

  private Object attribute(String resource, String attribute) throws JMSException {
    Message question = session.createMessage();
    JMSManagementHelper.putAttribute(question, resource, attribute);
    return answer(question, resource + " " + attribute);
  }

  private Object ask(String resource, String operation, Object... arguments) throws JMSException {
    Message question = session.createMessage();
    JMSManagementHelper.putOperationInvocation(question, resource, operation, arguments);
    return answer(question, operation);
  }

  private Object answer(Message question, String what) throws JMSException {
    question.setJMSReplyTo(answers);
    session.createProducer().send(session.createQueue("activemq.management"), question);
    Message answer = reader.receive(PATIENCE.toMillis());
    if (answer == null) {
      throw new BrokerException("Asking the broker for %s: no answer".formatted(what));
    }
    Object result;
    try {
      result = JMSManagementHelper.getResult(answer);
    } catch (Exception e) {
      throw new BrokerException("Asking the broker for %s: %s".formatted(what, e), e);
    }
    if (!JMSManagementHelper.hasOperationSucceeded(answer)) {
      throw new BrokerException("Asking the broker for %s: %s".formatted(what, result));
    }
    return result;
  }

  @Override
  public void close() {
    leave.run();
  }
}

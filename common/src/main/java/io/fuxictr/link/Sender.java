package io.fuxictr.link;

import io.fuxictr.message.Addresses;
import io.fuxictr.message.BeatCodec;
import io.fuxictr.message.EventCodec;
import io.fuxictr.message.MessageCodec;
import io.fuxictr.message.Rejection;
import io.fuxictr.message.StageOrder;
import io.fuxictr.message.StageOutcome;
import io.fuxictr.message.Stop;
import io.fuxictr.message.TaskCommand;
import io.fuxictr.message.TaskEvent;
import io.fuxictr.message.WorkerBeat;
import io.fuxictr.task.Attempt;
import io.fuxictr.task.Stage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Message;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.jms.client.ActiveMQDestination;

/**
 * Sends our messages on a session: text, properties, priority and limits of each kind. On a
 * transacted session nothing is sent before its commit.
 *
 * <p>A session asks the broker whether there is such a place for each destination that it makes,
 * and when something is first sent to one. So none is made by the session, and each is made once.
 */
public final class Sender {
  /** Characters of a reason in a property, which lists show; the whole of it is in the body. */
  private static final int LONGEST_REASON = 1000;

  private static final Map<Stage, Destination> ORDERS =
      Stage.ALL.stream()
          .collect(
              Collectors.toUnmodifiableMap(
                  Function.identity(),
                  stage -> ActiveMQDestination.createQueue(Addresses.orders(stage))));
  private static final Destination DISPATCH = ActiveMQDestination.createQueue(Addresses.DISPATCH);
  private static final Destination REJECTED = ActiveMQDestination.createQueue(Addresses.REJECTED);
  private static final Destination CONTROL = ActiveMQDestination.createTopic(Addresses.CONTROL);
  private static final Destination EVENTS = ActiveMQDestination.createTopic(Addresses.EVENTS);

  private final JMSContext session;

  /** Creates a sender on a session, whose thread it belongs to. */
  public Sender(JMSContext session) {
    this.session = session;
  }

  /**
   * Sends an order to the workers of its stage. It expires at its deadline if nobody takes it.
   *
   * @param now must be before the deadline
   */
  public void order(StageOrder order, Instant now) {
    if (!order.deadline().isAfter(now)) {
      throw new IllegalArgumentException("deadline of %s has passed".formatted(order.attempt()));
    }
    long left = Math.max(1, Duration.between(now, order.deadline()).toMillis());
    Attempt attempt = order.attempt();
    about(attempt.task().value(), attempt.number())
        .setProperty(Addresses.STAGE, attempt.stage().wireName())
        .setProperty(Addresses.TYPE, "order")
        .setPriority(Addresses.priority(order.submission().priority(), attempt.stage()))
        .setTimeToLive(left)
        .send(ORDERS.get(attempt.stage()), MessageCodec.write(order));
  }

  /** Sends an outcome to the dispatcher. */
  public void outcome(StageOutcome outcome) {
    Attempt attempt = outcome.order().attempt();
    about(attempt.task().value(), attempt.number())
        .setProperty(Addresses.STAGE, attempt.stage().wireName())
        .setProperty(Addresses.TYPE, MessageCodec.type(outcome))
        .send(DISPATCH, MessageCodec.write(outcome));
  }

  /**
   * Sends a command to the dispatcher.
   *
   * @param delay after which it arrives; zero for at once
   */
  public void command(TaskCommand command, Duration delay) {
    command(command).setDeliveryDelay(delay.toMillis()).send(DISPATCH, text(command));
  }

  /**
   * Sends a command to the dispatcher unless one with the same key was sent before. Outside a
   * transaction the second one vanishes without a word; inside one it would void everything.
   */
  void commandOnce(TaskCommand command, String key) {
    command(command).setProperty("_AMQ_DUPL_ID", key).send(DISPATCH, text(command));
  }

  /** Sends a command that is dropped if nobody takes it in time. */
  void commandWhile(TaskCommand command, Duration kept) {
    command(command).setTimeToLive(kept.toMillis()).send(DISPATCH, text(command));
  }

  private JMSProducer command(TaskCommand command) {
    return about(command.task().value(), command.attempt())
        .setProperty(Addresses.TYPE, MessageCodec.type(command));
  }

  private static String text(TaskCommand command) {
    return MessageCodec.write(command);
  }

  /** Tells all workers to stop an attempt. */
  public void stop(Stop stop) {
    about(stop.task().value(), stop.attempt())
        .setProperty(Addresses.TYPE, "stop")
        .setDeliveryMode(DeliveryMode.NON_PERSISTENT)
        .send(CONTROL, MessageCodec.write(stop));
  }

  /** Tells an event. */
  public void event(TaskEvent event) {
    JMSProducer producer =
        about(event.task().value(), event.attempt())
            .setProperty(Addresses.TYPE, EventCodec.type(event.body()));
    event.stage().ifPresent(stage -> producer.setProperty(Addresses.STAGE, stage.wireName()));
    producer.send(EVENTS, EventCodec.write(event));
  }

  /**
   * Tells a sign of life.
   *
   * @param kept how long it is worth hearing; it is dropped afterwards, or with the broker
   */
  public void beat(WorkerBeat beat, Duration kept) {
    producer()
        .setProperty(Addresses.TYPE, BeatCodec.TYPE)
        .setProperty(Addresses.STAGE, beat.stage().wireName())
        .setDeliveryMode(DeliveryMode.NON_PERSISTENT)
        .setTimeToLive(kept.toMillis())
        .send(EVENTS, BeatCodec.write(beat));
  }

  /**
   * Puts a message aside for the operator.
   *
   * @param origin queue that it was taken from
   * @param text what it said
   * @param error what is wrong with it
   */
  public void rejected(String origin, String text, String error) {
    rejected(origin, Rejection.of(text, error, List.of()));
  }

  /**
   * Puts a message aside for the operator.
   *
   * @param origin queue that it was taken from
   */
  public void rejected(String origin, Rejection rejection) {
    String reason = rejection.reason();
    producer()
        .setProperty(Addresses.TYPE, Rejection.TYPE)
        .setProperty(Addresses.ORIGIN, origin)
        .setProperty(
            Addresses.ERROR, reason.substring(0, Math.min(reason.length(), LONGEST_REASON)))
        .send(REJECTED, rejection.write());
  }

  private JMSProducer about(long task, int attempt) {
    return producer().setProperty(Addresses.TASK_ID, task).setProperty(Addresses.ATTEMPT, attempt);
  }

  /** All producers of an Artemis session share these settings, so each sets them all. */
  private JMSProducer producer() {
    return session
        .createProducer()
        .setDeliveryMode(DeliveryMode.PERSISTENT)
        .setPriority(Message.DEFAULT_PRIORITY)
        .setTimeToLive(Message.DEFAULT_TIME_TO_LIVE)
        .setDeliveryDelay(Message.DEFAULT_DELIVERY_DELAY)
        .setProperty(Addresses.VERSION, MessageCodec.VERSION);
  }
}

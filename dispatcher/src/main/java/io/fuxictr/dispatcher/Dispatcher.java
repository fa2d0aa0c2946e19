package io.fuxictr.dispatcher;

import io.fuxictr.link.Batch;
import io.fuxictr.link.BrokerLink;
import io.fuxictr.link.LinkException;
import io.fuxictr.link.Source;
import io.fuxictr.link.TransactedLoop;
import io.fuxictr.message.Addresses;
import io.fuxictr.message.InvalidMessageException;
import io.fuxictr.message.MessageCodec;
import io.fuxictr.message.StageOrder;
import io.fuxictr.message.StageOutcome;
import io.fuxictr.message.Stop;
import io.fuxictr.message.TaskCommand;
import io.fuxictr.task.Attempt;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes commands and outcomes and does all that follows from them in the same transaction: those
 * that are waiting already, in their order, many at a time. Of several dispatchers on one broker
 * one is active, the others stand by.
 *
 * <p>A message that cannot be understood or worked on is put aside in {@link Addresses#REJECTED}
 * with the reason and logged as an error: it must not stop the others, and somebody has to look at
 * it.
 */
public final class Dispatcher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

  /** Enough to share a sync of the journal among many, few enough to keep the last from waiting. */
  private static final int AT_ONCE = 50;

  private final DispatcherSettings settings;
  private final InstantSource clock;
  private final Memory memory = new Memory();
  private final List<TransactedLoop> loops;

  private Dispatcher(BrokerLink link, InstantSource clock, DispatcherSettings settings) {
    this.settings = settings;
    this.clock = clock;
    this.loops = new ArrayList<>();
    loops.add(TransactedLoop.start(link, commandsAndOutcomes(), this::dispatch));
    loops.add(TransactedLoop.start(link, Source.queue(Addresses.DEAD), this::dead));
    loops.add(TransactedLoop.start(link, Source.queue(Addresses.EXPIRED), this::expired));
  }

  /** Starts a dispatcher on a link, which stays the caller's. */
  public static Dispatcher start(
      BrokerLink link, InstantSource clock, DispatcherSettings settings) {
    return new Dispatcher(link, clock, settings);
  }

  /** Returns where a dispatcher takes its messages, and how many at a time. */
  public static Source commandsAndOutcomes() {
    return Source.queue(Addresses.DISPATCH).batchesOf(AT_ONCE, Duration.ZERO);
  }

  private void dispatch(Batch batch) throws JMSException {
    Plan plan = plan();
    for (Message message : batch.messages()) {
      understood(Addresses.DISPATCH, batch, message, text -> dispatch(text, plan, batch.session()));
    }
    carryOut(plan, batch);
  }

  private void dispatch(String text, Plan plan, JMSContext session) throws JMSException {
    switch (MessageCodec.readDispatch(text)) {
      case MessageCodec.Commanded(TaskCommand.Start start) -> start(start, plan);
      case MessageCodec.Commanded(TaskCommand.Halt halt) -> halt(halt, plan, session);
      case MessageCodec.Commanded(TaskCommand.Probe probe) -> probe(probe, plan, session);
      case MessageCodec.Ended(StageOutcome outcome) -> ended(outcome, plan);
    }
  }

  private void start(TaskCommand.Start start, Plan plan) {
    Attempt attempt = start.order().attempt();
    Optional<Stop.Reason> wish = plan.memory().wish(attempt);
    log.info(
        "{} {}",
        wish.map(reason -> "Before its start " + reason.wireName() + ":").orElse("Starting"),
        attempt);
    List<Step> steps = route(plan).start(start, wish);
    plan.memory().woke(start.order());
    plan.add(steps);
  }

  private void ended(StageOutcome outcome, Plan plan) {
    StageOrder order = outcome.order();
    if (plan.memory().isHandled(order)) {
      log.info("Outcome of {} came twice, the second is dropped", order.attempt());
      return;
    }
    log.info("{} {}", order.attempt(), MessageCodec.type(outcome));
    List<Step> steps = route(plan).ended(outcome, plan.memory().wish(order.attempt()));
    plan.memory().handled(order);
    plan.add(steps);
  }

  private void halt(TaskCommand.Halt halt, Plan plan, JMSContext session) throws JMSException {
    Sight sight = look(halt, plan, session);
    if (sight instanceof Sight.Unseen && halt.tries() >= settings.haltTries()) {
      log.warn(
          "Task {}, to be {}: not seen after {} tries",
          halt.task(),
          halt.reason().wireName(),
          halt.tries());
    }
    plan.memory().halting(halt);
    plan.add(route(plan).halt(halt, sight));
  }

  private static Sight look(TaskCommand.Halt halt, Plan plan, JMSContext session)
      throws JMSException {
    List<StageOrder> waiting = new ArrayList<>(WaitingOrders.takeBack(halt, session));
    waiting.addAll(plan.takeBack(halt));
    if (!waiting.isEmpty()) {
      return new Sight.Waiting(waiting);
    }
    if (plan.memory().isOver(halt)) {
      return new Sight.Over();
    }
    return plan.memory()
        .resting(halt)
        .<Sight>map(order -> new Sight.Waiting(List.of(order)))
        .orElseGet(Sight.Unseen::new);
  }

  private void probe(TaskCommand.Probe probe, Plan plan, JMSContext session) throws JMSException {
    Optional<String> where = plan.find(probe);
    if (where.isEmpty()) {
      where = WaitingOrders.find(probe, session);
    }
    if (where.isEmpty()) {
      where = plan.memory().resting(probe).map(_ -> Addresses.DISPATCH);
    }
    if (where.isEmpty() && probe.tries() > 0) {
      log.warn("Task {}, attempt {}: no message of it anywhere", probe.task(), probe.attempt());
    }
    plan.add(route(plan).probe(probe, where));
  }

  private void dead(Batch batch) throws JMSException {
    Plan plan = plan();
    understood(
        Addresses.DEAD,
        batch,
        batch.message(),
        text -> {
          StageOrder order = MessageCodec.readOrder(text);
          log.error("Delivered too often without an outcome: {}", order.attempt());
          plan.add(route(plan).dead(order, plan.memory().wish(order.attempt())));
        });
    carryOut(plan, batch);
  }

  private void expired(Batch batch) throws JMSException {
    Plan plan = plan();
    understood(
        Addresses.EXPIRED,
        batch,
        batch.message(),
        text -> {
          StageOrder order = MessageCodec.readOrder(text);
          log.warn("Nobody took it by its deadline: {}", order.attempt());
          plan.add(route(plan).expired(order, plan.memory().wish(order.attempt())));
        });
    carryOut(plan, batch);
  }

  /** Works on the text of a message. */
  @FunctionalInterface
  private interface Reader {
    void read(String text) throws JMSException;
  }

  private static void understood(String queue, Batch batch, Message message, Reader reader)
      throws JMSException {
    String text = "";
    try {
      text = Batch.text(message);
      reader.read(text);
    } catch (InvalidMessageException e) {
      log.error("Put aside in {}: {}", Addresses.REJECTED, e.getMessage());
      batch.sender().rejected(origin(message, queue), text, String.valueOf(e.getMessage()));
    } catch (JMSRuntimeException | LinkException e) { // the broker's fault, not the message's
      throw e;
    } catch (RuntimeException e) { // one message must not stop those behind it
      log.error("Put aside in {}, the dispatcher failed on it", Addresses.REJECTED, e);
      batch.sender().rejected(origin(message, queue), text, "the dispatcher failed on it: " + e);
    }
  }

  /** What the broker moved itself says where it was meant to go. */
  private static String origin(Message message, String queue) throws JMSException {
    String meantFor = message.getStringProperty(Addresses.ORIGINAL_QUEUE);
    return meantFor == null ? queue : meantFor;
  }

  private Plan plan() {
    return new Plan(memory.draft(), clock.instant());
  }

  private static void carryOut(Plan plan, Batch batch) {
    plan.send(batch.sender());
    batch.afterCommit(plan.memory()::keep);
  }

  private Route route(Plan plan) {
    return new Route(settings, plan.now());
  }

  /** Ends after the messages at hand; the next dispatcher takes over. */
  @Override
  public void close() {
    loops.forEach(TransactedLoop::close);
  }
}

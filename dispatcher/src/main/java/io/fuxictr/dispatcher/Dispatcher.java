package io.fuxictr.dispatcher;

import io.fuxictr.link.Batch;
import io.fuxictr.link.BrokerLink;
import io.fuxictr.link.Sender;
import io.fuxictr.link.Source;
import io.fuxictr.link.TransactedLoop;
import io.fuxictr.message.Addresses;
import io.fuxictr.message.InvalidMessageException;
import io.fuxictr.message.MessageCodec;
import io.fuxictr.message.StageOrder;
import io.fuxictr.message.StageOutcome;
import io.fuxictr.message.Stop;
import io.fuxictr.message.TaskCommand;
import io.fuxictr.message.TaskEvent;
import io.fuxictr.task.Attempt;
import io.fuxictr.task.TaskStatus;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one command or outcome at a time and does all that follows from it in the same transaction.
 * Of several dispatchers on one broker one is active, the others stand by.
 *
 * <p>A message that cannot be understood is put aside in {@link Addresses#REJECTED} with the reason
 * and logged as an error: it must not stop the others, and somebody has to look at it.
 */
public final class Dispatcher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);

  private final DispatcherSettings settings;
  private final InstantSource clock;
  private final Memory memory = new Memory();
  private final List<TransactedLoop> loops;

  private Dispatcher(BrokerLink link, InstantSource clock, DispatcherSettings settings) {
    this.settings = settings;
    this.clock = clock;
    this.loops = new ArrayList<>();
    loops.add(TransactedLoop.start(link, Source.queue(Addresses.DISPATCH), this::dispatch));
    loops.add(TransactedLoop.start(link, Source.queue(Addresses.DEAD), this::dead));
    loops.add(TransactedLoop.start(link, Source.queue(Addresses.EXPIRED), this::expired));
  }

  /** Starts a dispatcher on a link, which stays the caller's. */
  public static Dispatcher start(
      BrokerLink link, InstantSource clock, DispatcherSettings settings) {
    return new Dispatcher(link, clock, settings);
  }

  private void dispatch(Batch batch) throws JMSException {
    understood(
        Addresses.DISPATCH,
        batch,
        text -> {
          switch (MessageCodec.readDispatch(text)) {
            case MessageCodec.Commanded(TaskCommand.Start start) -> start(start, batch);
            case MessageCodec.Commanded(TaskCommand.Halt halt) -> halt(halt, batch);
            case MessageCodec.Commanded(TaskCommand.Probe probe) -> probe(probe, batch);
            case MessageCodec.Ended(StageOutcome outcome) -> ended(outcome, batch);
          }
        });
  }

  private void start(TaskCommand.Start start, Batch batch) {
    Attempt attempt = start.order().attempt();
    Optional<Stop.Reason> wish = memory.wish(attempt);
    log.info(
        "{} {}",
        wish.map(reason -> "Before its start " + reason.wireName() + ":").orElse("Starting"),
        attempt);
    batch.afterCommit(() -> memory.woke(start.order()));
    take(route().start(start, wish), batch);
  }

  private void ended(StageOutcome outcome, Batch batch) {
    StageOrder order = outcome.order();
    if (memory.isHandled(order)) {
      log.info("Outcome of {} came twice, the second is dropped", order.attempt());
      return;
    }
    log.info("{} {}", order.attempt(), MessageCodec.type(outcome));
    batch.afterCommit(() -> memory.handled(order));
    take(route().ended(outcome, memory.wish(order.attempt())), batch);
  }

  private void halt(TaskCommand.Halt halt, Batch batch) throws JMSException {
    Sight sight = look(halt, batch);
    if (sight instanceof Sight.Unseen && halt.tries() >= settings.haltTries()) {
      log.warn(
          "Task {}, to be {}: not seen after {} tries",
          halt.task(),
          halt.reason().wireName(),
          halt.tries());
    }
    batch.afterCommit(() -> memory.halting(halt));
    take(route().halt(halt, sight), batch);
  }

  private Sight look(TaskCommand.Halt halt, Batch batch) throws JMSException {
    List<StageOrder> waiting = WaitingOrders.takeBack(halt, batch.session());
    if (!waiting.isEmpty()) {
      return new Sight.Waiting(waiting);
    }
    if (memory.isOver(halt)) {
      return new Sight.Over();
    }
    return memory
        .resting(halt)
        .<Sight>map(order -> new Sight.Waiting(List.of(order)))
        .orElseGet(Sight.Unseen::new);
  }

  private void probe(TaskCommand.Probe probe, Batch batch) throws JMSException {
    Optional<String> where = WaitingOrders.find(probe, batch.session());
    if (where.isEmpty()) {
      where = memory.resting(probe).map(_ -> Addresses.DISPATCH);
    }
    if (where.isEmpty() && probe.tries() > 0) {
      log.warn("Task {}, attempt {}: no message of it anywhere", probe.task(), probe.attempt());
    }
    take(route().probe(probe, where), batch);
  }

  private void dead(Batch batch) throws JMSException {
    understood(
        Addresses.DEAD,
        batch,
        text -> {
          StageOrder order = MessageCodec.readOrder(text);
          log.error("Delivered too often without an outcome: {}", order.attempt());
          take(route().dead(order, memory.wish(order.attempt())), batch);
        });
  }

  private void expired(Batch batch) throws JMSException {
    understood(
        Addresses.EXPIRED,
        batch,
        text -> {
          StageOrder order = MessageCodec.readOrder(text);
          log.warn("Nobody took it by its deadline: {}", order.attempt());
          take(route().expired(order, memory.wish(order.attempt())), batch);
        });
  }

  /** Works on the text of a message. */
  @FunctionalInterface
  private interface Reader {
    void read(String text) throws JMSException;
  }

  private static void understood(String queue, Batch batch, Reader reader) throws JMSException {
    String text = "";
    try {
      text = Batch.text(batch.message());
      reader.read(text);
    } catch (InvalidMessageException e) {
      log.error("Put aside in {}: {}", Addresses.REJECTED, e.getMessage());
      batch.sender().rejected(origin(batch.message(), queue), text, String.valueOf(e.getMessage()));
    }
  }

  /** What the broker moved itself says where it was meant to go. */
  private static String origin(Message message, String queue) throws JMSException {
    String meantFor = message.getStringProperty(Addresses.ORIGINAL_QUEUE);
    return meantFor == null ? queue : meantFor;
  }

  private void take(List<Step> steps, Batch batch) {
    Instant now = clock.instant();
    Sender sender = batch.sender();
    for (Step step : steps) {
      switch (step) {
        case Step.Send(StageOrder order) -> sender.order(order, now);
        case Step.Tell(TaskEvent event) -> {
          sender.event(event);
          batch.afterCommit(() -> remember(event));
        }
        case Step.Halt(var stop) -> sender.stop(stop);
        case Step.Later(TaskCommand command, var delay) -> {
          sender.command(command, delay);
          batch.afterCommit(() -> remember(command));
        }
      }
    }
  }

  private void remember(TaskEvent event) {
    if (event.body() instanceof TaskEvent.TaskMoved moved && endsAttempt(moved)) {
      memory.ended(event.task(), event.attempt());
    }
  }

  /** A task that was paused goes on with another attempt. */
  private static boolean endsAttempt(TaskEvent.TaskMoved moved) {
    return moved.status().isFinal() || moved.status() == TaskStatus.PAUSED;
  }

  private void remember(TaskCommand command) {
    if (command instanceof TaskCommand.Start(StageOrder order)) {
      memory.rests(order);
    }
  }

  private Route route() {
    return new Route(settings, clock.instant());
  }

  /** Ends after the message at hand; the next dispatcher takes over. */
  @Override
  public void close() {
    loops.forEach(TransactedLoop::close);
  }
}

package io.fuxictr.worker.order;

import io.fuxictr.layout.StorageLayout;
import io.fuxictr.link.Batch;
import io.fuxictr.link.BrokerLink;
import io.fuxictr.link.EventPublisher;
import io.fuxictr.link.Source;
import io.fuxictr.link.TransactedLoop;
import io.fuxictr.message.Addresses;
import io.fuxictr.message.InvalidMessageException;
import io.fuxictr.message.MessageCodec;
import io.fuxictr.message.StageOrder;
import io.fuxictr.message.Stop;
import io.fuxictr.worker.StageWorker;
import io.fuxictr.worker.life.Pulse;
import jakarta.jms.JMSException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the orders of one stage, one at a time, and answers each with an outcome in the transaction
 * that took it. A worker that dies gives its order back by dying; one that is closed gives it back
 * without a trace.
 */
public final class Worker implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Worker.class);
  private static final String DELIVERY_COUNT = "JMSXDeliveryCount";

  /** The order at hand and how to stop it. */
  private record Held(StageOrder order, StopSignal signal) {

    boolean isMeantBy(Stop stop) {
      return order.attempt().task().equals(stop.task())
          && order.attempt().number() <= stop.attempt();
    }
  }

  private static final int BEATS_KEPT = 3;
  private static final Duration EVENTS_FIRST = Duration.ofSeconds(10);

  private final AttemptRunner runner;
  private final StorageWatch storage;
  private final Pulse pulse;
  private final AtomicReference<@Nullable Held> held = new AtomicReference<>();
  private final TransactedLoop orders;
  private final TransactedLoop stops;
  private volatile boolean closing;

  private Worker(AttemptRunner runner) {
    this.runner = runner;
    WorkerSettings settings = runner.settings();
    this.storage = new StorageWatch(runner.layout());
    this.pulse =
        Pulse.start(
            new Pulse.Origin(
                "%s/%s".formatted(settings.name(), runner.worker().stage().wireName()),
                settings.host(),
                runner.worker().stage()),
            settings.heartbeat(),
            runner.clock(),
            beat ->
                runner.publisher().publish(beat, settings.heartbeat().multipliedBy(BEATS_KEPT)));
    this.stops =
        TransactedLoop.start(
            runner.link(), Source.topic(Addresses.CONTROL).pausing(settings.pause()), this::stop);
    this.orders =
        TransactedLoop.start(
            runner.link(),
            Source.queue(Addresses.orders(runner.worker().stage()))
                .pausing(settings.pause())
                .unless(this::obstacle),
            this::take);
  }

  /**
   * Starts a worker. Link and publisher stay the caller's, and are closed after the worker.
   *
   * @param stage does the work
   * @param layout the storage; no order is taken while its datasets folder cannot be written, or
   *     bears another id than the orders say
   */
  public static Worker start(
      StageWorker stage,
      StorageLayout layout,
      BrokerLink link,
      EventPublisher publisher,
      WorkerSettings settings,
      InstantSource clock) {
    return new Worker(new AttemptRunner(stage, layout, publisher, link, settings, clock));
  }

  /** Asked whenever no order is at hand, so it is also what the pulse hears of. */
  private Optional<String> obstacle() {
    Optional<String> found = storage.obstacle();
    found.ifPresentOrElse(pulse::hindered, pulse::idle);
    return found;
  }

  private void take(Batch batch) throws JMSException {
    StageOrder order = MessageCodec.readOrder(Batch.text(batch.message()));
    if (!storage.isOurs(order)) {
      log.warn("Given back, since it is about storage {}: {}", order.storage(), order.attempt());
      answer(new Ending.GiveBack(), order, batch);
      return;
    }
    pulse.busy(order.attempt());
    var signal = new StopSignal();
    held.set(new Held(order, signal));
    try {
      if (closing) {
        signal.raise(StopReason.SHUTDOWN);
      }
      int delivery = batch.message().getIntProperty(DELIVERY_COUNT);
      answer(runner.run(order, delivery, signal), order, batch);
    } finally {
      held.set(null);
    }
  }

  private void answer(Ending ending, StageOrder order, Batch batch) {
    if (!runner.publisher().tellWith(batch, EVENTS_FIRST)) {
      log.warn("Events of {} will come after its outcome", order.attempt());
    }
    switch (ending) {
      case Ending.Report(var outcome) -> batch.sender().outcome(outcome);
      case Ending.GiveBack() -> batch.sender().order(order, runner.clock().instant());
      case Ending.Drop() -> log.info("Left to another worker: {}", order.attempt());
    }
  }

  private void stop(Batch batch) throws JMSException {
    try {
      Stop stop = MessageCodec.readStop(Batch.text(batch.message()));
      Held current = held.get();
      if (current != null && current.isMeantBy(stop)) {
        log.info("To be {}: {}", stop.reason().wireName(), current.order().attempt());
        switch (stop.reason()) {
          case CANCELLED -> current.signal().raise(StopReason.CANCELLED);
          case PAUSED -> current.signal().pause();
        }
      }
    } catch (InvalidMessageException e) {
      log.error("Dropped from {}: {}", Addresses.CONTROL, e.getMessage());
    }
  }

  /** Stops the attempt at hand, gives its order back and ends. */
  @Override
  public void close() {
    closing = true;
    Held current = held.get();
    if (current != null) {
      current.signal().raise(StopReason.SHUTDOWN);
    }
    Duration grace = runner.settings().grace();
    orders.close(grace);
    stops.close(grace);
    pulse.close();
  }
}

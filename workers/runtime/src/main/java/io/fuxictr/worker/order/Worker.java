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
import jakarta.jms.JMSException;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private final AttemptRunner runner;
  private final AtomicReference<@Nullable Held> held = new AtomicReference<>();
  private final TransactedLoop orders;
  private final TransactedLoop stops;
  private volatile boolean closing;

  private Worker(AttemptRunner runner) {
    this.runner = runner;
    WorkerSettings settings = runner.settings();
    this.stops =
        TransactedLoop.start(
            runner.link(), Source.topic(Addresses.CONTROL).pausing(settings.pause()), this::stop);
    this.orders =
        TransactedLoop.start(
            runner.link(),
            Source.queue(Addresses.orders(runner.worker().stage()))
                .pausing(settings.pause())
                .unless(this::storageObstacle),
            this::take);
  }

  /**
   * Starts a worker. Link and publisher stay the caller's, and are closed after the worker.
   *
   * @param stage does the work
   * @param layout the storage; no order is taken while its datasets folder cannot be written
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

  private Optional<String> storageObstacle() {
    Path root = runner.layout().datasetsRoot();
    if (!Files.isDirectory(root)) {
      return Optional.of("datasets folder %s is not there; is it mounted?".formatted(root));
    }
    return Files.isWritable(root)
        ? Optional.empty()
        : Optional.of("datasets folder %s cannot be written".formatted(root));
  }

  private void take(Batch batch) throws JMSException {
    StageOrder order = MessageCodec.readOrder(Batch.text(batch.message()));
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
        log.info("Cancelling {}", current.order().attempt());
        current.signal().raise(StopReason.CANCELLED);
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
  }
}

package io.fuxictr.worker.order;

import io.fuxictr.layout.StorageLayout;
import io.fuxictr.link.BrokerLink;
import io.fuxictr.link.EventPublisher;
import io.fuxictr.message.StageOrder;
import io.fuxictr.message.StageOutcome;
import io.fuxictr.message.TaskEvent;
import io.fuxictr.task.Checkpoint;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.task.StageFailure;
import io.fuxictr.worker.StageException;
import io.fuxictr.worker.StageResult;
import io.fuxictr.worker.StageWorker;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one delivered order from its lock to its ending.
 *
 * @param worker the stage
 * @param layout where the folders of the attempts are
 * @param publisher where events go
 * @param link watched for a loss of the connection
 * @param settings name, heartbeat, limits
 * @param clock tells the deadline
 */
record AttemptRunner(
    StageWorker worker,
    StorageLayout layout,
    EventPublisher publisher,
    BrokerLink link,
    WorkerSettings settings,
    InstantSource clock) {

  private static final Logger log = LoggerFactory.getLogger(AttemptRunner.class);

  /**
   * Works on an order.
   *
   * @param delivery how often the broker has delivered it, this time included
   * @param signal stops the attempt when raised
   * @throws AbandonedException if the order has to be delivered again
   */
  Ending run(StageOrder order, int delivery, StopSignal signal) {
    var folder = new AttemptFolder(layout, order);
    var holder = Holder.of(order, delivery, UUID.randomUUID().toString());
    var lock = new AttemptLock(folder.path(), holder);
    try {
      Optional<StageOutcome> known = folder.outcome();
      if (known.isPresent()) {
        log.info("Already done, telling it again: {}", order.attempt());
        return new Ending.Report(known.get());
      }
      Optional<Holder> later = lock.take();
      if (later.isPresent()) {
        return overtaken(order, holder, later.get());
      }
    } catch (IOException e) {
      return failed(order, unusable(folder, e));
    }
    return work(order, folder, lock, holder, signal);
  }

  private static StageException unusable(AttemptFolder folder, IOException e) {
    ErrorCode code = Failures.isDiskFull(e) ? ErrorCode.DISK_FULL : ErrorCode.STORAGE;
    return new StageException(
        code, "Taking up the folder %s: %s".formatted(folder.path(), e.getMessage()), e);
  }

  /** A dropped order is lost unless another delivery of it, or a later order, is out. */
  private static Ending overtaken(StageOrder order, Holder holder, Holder later) {
    if (later.hasSameOrder(holder)) {
      throw new AbandonedException(
          "%s is in the hands of a later delivery".formatted(order.attempt()));
    }
    log.warn("Dropped {}, since the task is already at {}", order.attempt(), later);
    return new Ending.Drop();
  }

  private Ending work(
      StageOrder order, AttemptFolder folder, AttemptLock lock, Holder holder, StopSignal signal) {
    var teller = new Teller(publisher, order.attempt(), holder.id(), clock);
    var context = new AttemptContext(order, folder, lock, signal, teller);
    log.info("Taken: {}, delivery {}", order.attempt(), holder.delivery());
    teller.tell(new TaskEvent.StageStarted(settings.name()));
    StageThread.End end;
    try (var _ = new Watch(order, settings, link, clock, signal, teller)) {
      end = new StageThread(worker, context).run(signal);
    }
    return switch (end) {
      case StageThread.End.Returned(StageResult result) ->
          returned(order, result, folder, lock, signal.reason());
      case StageThread.End.Threw(Throwable thrown) ->
          signal
              .reason()
              .filter(reason -> isStop(reason, thrown))
              .map(reason -> stopped(order, reason, folder, lock))
              .orElseGet(() -> failed(order, thrown));
    };
  }

  /** A stage that pauses says so; whatever else it throws is a failure of its own. */
  private static boolean isStop(StopReason reason, Throwable thrown) {
    return reason != StopReason.PAUSED || thrown instanceof InterruptedException;
  }

  private Ending returned(
      StageOrder order,
      StageResult result,
      AttemptFolder folder,
      AttemptLock lock,
      Optional<StopReason> stop) {
    if (stop.filter(reason -> reason == StopReason.CANCELLED).isPresent()) {
      return new Ending.Report(new StageOutcome.Cancelled(order));
    }
    if (stop.filter(reason -> reason == StopReason.OVERTAKEN).isPresent()) {
      return new Ending.Drop();
    }
    var done =
        new StageOutcome.Succeeded(order, result.checkpoint(), result.metrics(), result.skipped());
    try {
      if (!lock.isHeld()) {
        return new Ending.Drop();
      }
      folder.publish(done);
    } catch (IOException e) {
      log.warn("A second delivery of {} would run again", order.attempt(), e);
    }
    log.info("Done: {}", order.attempt());
    return new Ending.Report(done);
  }

  private Ending stopped(
      StageOrder order, StopReason reason, AttemptFolder folder, AttemptLock lock) {
    log.info("Stopped ({}): {}", reason, order.attempt());
    return switch (reason) {
      case PAUSED -> new Ending.Report(new StageOutcome.Paused(order, saved(order, folder)));
      case CANCELLED -> new Ending.Report(new StageOutcome.Cancelled(order));
      case DEADLINE -> new Ending.Report(new StageOutcome.Failed(order, timeout(order)));
      case SHUTDOWN -> giveBack(order, lock);
      case OVERTAKEN -> new Ending.Drop();
      case CONNECTION_LOST ->
          throw new AbandonedException("Connection lost during " + order.attempt());
    };
  }

  private static Checkpoint saved(StageOrder order, AttemptFolder folder) {
    try {
      return folder.saved();
    } catch (IOException | RuntimeException e) {
      log.warn("Reading how far {} came; it goes on from where it began", order.attempt(), e);
      return order.checkpoint(order.attempt().stage());
    }
  }

  private static Ending giveBack(StageOrder order, AttemptLock lock) {
    try {
      lock.release();
      return new Ending.GiveBack();
    } catch (IOException e) {
      throw new AbandonedException("Leaving %s: %s".formatted(order.attempt(), e));
    }
  }

  private static StageFailure timeout(StageOrder order) {
    return new StageFailure(
        ErrorCode.TIMEOUT,
        "task timeout after %d s: %s was still at work at the deadline %s; allow more time, then retry, which resumes"
            .formatted(
                Duration.between(order.createdAt(), order.deadline()).toSeconds(),
                order.attempt().stage().wireName(),
                order.deadline()));
  }

  private static Ending failed(StageOrder order, Throwable thrown) {
    StageFailure failure = Failures.of(thrown, order.attempt().stage());
    if (failure.code() == ErrorCode.INTERNAL) {
      log.error("Failed: {}", order.attempt(), thrown);
    } else {
      log.warn("Failed: {}: {}", order.attempt(), failure.message());
    }
    return new Ending.Report(new StageOutcome.Failed(order, failure));
  }
}

package io.fuxictr.worker.order;

import io.fuxictr.link.BrokerLink;
import io.fuxictr.message.StageOrder;
import io.fuxictr.message.TaskEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Looks after an attempt while its stage works: signs of life, deadline, connection. */
final class Watch implements AutoCloseable {
  private static final Duration TICK = Duration.ofMillis(200);

  private final StageOrder order;
  private final WorkerSettings settings;
  private final BrokerLink link;
  private final InstantSource clock;
  private final StopSignal signal;
  private final Teller teller;
  private final CountDownLatch over = new CountDownLatch(1);
  private final Thread thread;

  Watch(
      StageOrder order,
      WorkerSettings settings,
      BrokerLink link,
      InstantSource clock,
      StopSignal signal,
      Teller teller) {
    this.order = order;
    this.settings = settings;
    this.link = link;
    this.clock = clock;
    this.signal = signal;
    this.teller = teller;
    this.thread = Thread.ofVirtual().name("watch").start(this::look);
  }

  private void look() {
    long lastBeat = System.nanoTime();
    while (!isOver()) {
      if (System.nanoTime() - lastBeat >= settings.heartbeat().toNanos()) {
        teller.tell(new TaskEvent.Heartbeat(settings.name()));
        lastBeat = System.nanoTime();
      }
      if (!clock.instant().isBefore(order.deadline())) {
        signal.raise(StopReason.DEADLINE);
      }
      if (link.lostFor().compareTo(settings.connectionLimit()) > 0) {
        signal.raise(StopReason.CONNECTION_LOST);
      }
    }
  }

  private boolean isOver() {
    try {
      return over.await(TICK.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts " + Thread.currentThread(), e);
    }
  }

  @Override
  public void close() {
    over.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

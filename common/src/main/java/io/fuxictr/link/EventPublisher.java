package io.fuxictr.link;

import io.fuxictr.message.TaskEvent;
import io.fuxictr.message.WorkerBeat;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells events without making anybody wait: they queue up here and go out in their order, many in
 * one transaction, on a thread of its own, or along with a message of somebody else's. A batch
 * whose commit fails is sent again, so an event may arrive twice; its id tells.
 *
 * <p>While the broker is away the queue fills. When it is nearly full, signs of progress are left
 * out; when it is full, everything is, and a warning says how many.
 */
public final class EventPublisher implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EventPublisher.class);
  private static final int CAPACITY = 20_000;
  private static final int NEARLY_FULL = CAPACITY * 3 / 4;
  private static final int BATCH = 200;

  /** How long an event waits for others to go with it. */
  private static final Duration LINGER = Duration.ofMillis(20);

  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration GRACE = Duration.ofSeconds(5);

  private final BrokerLink link;
  private final Thread thread;

  /**
   * A sign of life on its way.
   *
   * @param beat what it says
   * @param kept how long it is worth hearing
   */
  private record Beat(WorkerBeat beat, Duration kept) {}

  /** Guards all fields below. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();
  private final ArrayDeque<TaskEvent> waiting = new ArrayDeque<>();

  /** The latest sign of life of each worker that was not told yet. */
  private final Map<String, Beat> beats = new HashMap<>();

  /** Whether events are on their way that are no longer in {@link #waiting}. */
  private boolean telling;

  /** How many wait for all events to be told. */
  private int hurried;

  private long accepted;
  private long told;
  private long lost;
  private boolean open = true;

  /** Starts a publisher on a link, which stays the caller's. */
  public EventPublisher(BrokerLink link) {
    this.link = link;
    this.thread = Thread.ofVirtual().name("events").start(this::serve);
  }

  /** Takes an event to be told soon; returns at once. */
  public void publish(TaskEvent event) {
    lock.lock();
    try {
      int limit = isSign(event.body()) ? NEARLY_FULL : CAPACITY;
      if (!open || waiting.size() >= limit) {
        lost++;
        return;
      }
      waiting.add(event);
      accepted++;
      if (waiting.size() == 1 || waiting.size() == BATCH) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes a worker's sign of life to be told soon, in place of an earlier one that was not; returns
   * at once. It is told once, or never if the broker does not take it.
   *
   * @param kept how long it is worth hearing
   */
  public void publish(WorkerBeat beat, Duration kept) {
    lock.lock();
    try {
      if (open) {
        beats.put(beat.worker(), new Beat(beat, kept));
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private static boolean isSign(TaskEvent.Body body) {
    return body instanceof TaskEvent.Progressed || body instanceof TaskEvent.Heartbeat;
  }

  /**
   * Waits until all events taken so far are with the broker.
   *
   * @return whether they are; false after the time is over
   */
  public boolean flush(Duration atMost) {
    long left = atMost.toNanos();
    lock.lock();
    try {
      hurried++;
      changed.signalAll();
      long target = accepted;
      while (told < target && left > 0) {
        left = changed.awaitNanos(left);
      }
      return told >= target;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      hurried--;
      lock.unlock();
    }
  }

  /**
   * Sends all events taken so far in the transaction of a batch, behind those that are on their way
   * already, so that they are with the broker when the batch's own messages are. If the transaction
   * fails they are told later.
   *
   * @return whether they are; false if those on their way have not arrived after the time, and all
   *     come later
   */
  public boolean tellWith(Batch batch, Duration atMost) {
    List<TaskEvent> events;
    lock.lock();
    try {
      if (!isArrivedWithin(atMost)) {
        return false;
      }
      if (waiting.isEmpty()) {
        return true;
      }
      events = List.copyOf(waiting);
      waiting.clear();
      telling = true;
    } finally {
      lock.unlock();
    }
    batch.afterCommit(() -> done(events.size()));
    batch.afterFailure(() -> putBack(events));
    events.forEach(batch.sender()::event);
    return true;
  }

  /** Waits, with the lock, for the events that are on their way. */
  private boolean isArrivedWithin(Duration atMost) {
    long left = atMost.toNanos();
    try {
      while (telling && left > 0) {
        left = changed.awaitNanos(left);
      }
      return !telling;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void putBack(List<TaskEvent> events) {
    lock.lock();
    try {
      events.reversed().forEach(waiting::addFirst);
      telling = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void serve() {
    var batch = new ArrayList<TaskEvent>();
    while (isOpen()) {
      try (JMSContext session = link.transacted()) {
        while (isOpen()) {
          List<Beat> signs = fill(batch);
          tell(batch, signs, session);
        }
      } catch (JMSRuntimeException | LinkException e) {
        if (isOpen()) {
          log.warn("Telling {} events broke off, trying again in {}", batch.size(), PAUSE, e);
          pause();
        }
      }
    }
  }

  /** Fills an empty batch, waiting for something to tell; returns the beats to go with it. */
  private List<Beat> fill(List<TaskEvent> batch) {
    lock.lock();
    try {
      if (batch.isEmpty()) {
        awaitSomething();
        while (open && batch.size() < BATCH && !waiting.isEmpty()) {
          batch.add(waiting.remove());
          telling = true;
        }
      }
      List<Beat> signs = List.copyOf(beats.values());
      beats.clear();
      return signs;
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts " + Thread.currentThread(), e);
    } finally {
      lock.unlock();
    }
  }

  /** Waits, with the lock, until there is something to tell that had its time to wait for more. */
  private void awaitSomething() throws InterruptedException {
    do {
      while (open && (telling || (waiting.isEmpty() && beats.isEmpty()))) {
        changed.await();
      }
      long left = LINGER.toNanos();
      while (open && hurried == 0 && waiting.size() < BATCH && left > 0) {
        left = changed.awaitNanos(left);
      }
    } while (open && telling);
  }

  private void tell(List<TaskEvent> batch, List<Beat> signs, JMSContext session) {
    if (batch.isEmpty() && signs.isEmpty()) {
      return;
    }
    var sender = new Sender(session);
    batch.forEach(sender::event);
    signs.forEach(sign -> sender.beat(sign.beat(), sign.kept()));
    session.commit();
    done(batch.size());
    batch.clear();
  }

  private void done(int events) {
    long missing;
    lock.lock();
    try {
      told += events;
      telling = false;
      missing = lost;
      lost = 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    if (missing > 0) {
      log.warn("{} events were left out while the broker did not take them", missing);
    }
  }

  private boolean isOpen() {
    lock.lock();
    try {
      return open && !link.isClosed();
    } finally {
      lock.unlock();
    }
  }

  private void pause() {
    lock.lock();
    try {
      long left = PAUSE.toNanos();
      while (open && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts " + Thread.currentThread(), e);
    } finally {
      lock.unlock();
    }
  }

  /** Tells what is waiting, for at most five seconds if the broker answers, and ends. */
  @Override
  public void close() {
    Duration grace = link.isConnected() ? GRACE : Duration.ZERO;
    if (!flush(grace)) {
      log.warn("Some events could not be told before the end");
    }
    lock.lock();
    try {
      open = false;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      var _ = thread.join(grace);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

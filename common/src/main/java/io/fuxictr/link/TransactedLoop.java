package io.fuxictr.link;

import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes messages, hands them to a handler and commits what it received and sent, for ever, on a
 * thread of its own. A failure rolls the transaction back, is logged, and after a rest, which is
 * longer each time that nothing was committed since, the loop goes on with a new session.
 */
public final class TransactedLoop implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(TransactedLoop.class);

  /** How soon a loop sees that it is to end: nobody else touches its session meanwhile. */
  private static final Duration POLL = Duration.ofMillis(200);

  private static final Duration SHORTEST_REST = Duration.ofMillis(100);

  private static final Duration GRACE = Duration.ofSeconds(10);

  /** Characters or bytes of one transaction beyond which it takes no further message. */
  private static final long LARGEST_BATCH = 16L << 20;

  /**
   * A message that was waited for longer than that is the only one for now; to ask the broker for
   * another would hold it up.
   */
  private static final long WAITED_NANOS = 500_000;

  private final BrokerLink link;
  private final Source source;
  private final BatchHandler handler;
  private final Thread thread;
  private final CountDownLatch closing = new CountDownLatch(1);

  /** Guards {@link #handling} and {@link #session}. */
  private final ReentrantLock lock = new ReentrantLock();

  private boolean handling;
  private @Nullable JMSContext session;

  private Optional<String> obstacle = Optional.empty();
  private Duration rest;

  private TransactedLoop(BrokerLink link, Source source, BatchHandler handler) {
    this.link = link;
    this.source = source;
    this.handler = handler;
    this.rest = shorter(SHORTEST_REST, source.pause());
    this.thread = Thread.ofVirtual().name(source.address()).unstarted(this::serve);
  }

  /** Starts a loop. */
  public static TransactedLoop start(BrokerLink link, Source source, BatchHandler handler) {
    var loop = new TransactedLoop(link, source, handler);
    loop.thread.start();
    return loop;
  }

  private void serve() {
    while (isOpen()) {
      try {
        takeBatches();
      } catch (JMSException | RuntimeException | Error e) {
        if (isOpen()) {
          log.warn("Serving {} broke off, going on in {}", source.address(), rest, e);
          pause(rest);
          rest = shorter(rest.multipliedBy(2), source.pause());
        }
      }
    }
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void takeBatches() throws JMSException {
    try (JMSContext opened = bulk() ? link.transactedBulk() : link.transacted();
        JMSConsumer made = opened.createConsumer(destination(opened))) {
      using(opened);
      while (isOpen()) {
        if (isObstructed()) {
          pause(POLL);
          continue;
        }
        List<Message> messages = receive(made);
        if (!messages.isEmpty() && beginHandling()) {
          work(new Batch(opened, messages));
        }
      }
    } finally {
      using(null);
    }
  }

  private boolean bulk() {
    return source.most() > 1;
  }

  private jakarta.jms.Destination destination(JMSContext opened) {
    return switch (source.kind()) {
      case QUEUE -> opened.createQueue(source.address());
      case TOPIC -> opened.createTopic(source.address());
    };
  }

  private boolean isObstructed() {
    Optional<String> found = source.obstacle().get();
    if (!found.equals(obstacle)) {
      found.ifPresentOrElse(
          reason -> log.warn("Not serving {}: {}", source.address(), reason),
          () -> log.info("Serving {} again", source.address()));
      obstacle = found;
    }
    return found.isPresent();
  }

  private List<Message> receive(JMSConsumer from) throws JMSException {
    long start = System.nanoTime();
    Message first = from.receive(POLL.toMillis());
    if (first == null) {
      return List.of();
    }
    long now = System.nanoTime();
    if (source.linger().isZero() && now - start > WAITED_NANOS) {
      return List.of(first);
    }
    var messages = new ArrayList<Message>(List.of(first));
    long end = now + source.linger().toNanos();
    long size = Batch.size(first);
    while (messages.size() < source.most() && size < LARGEST_BATCH) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      Message next = left > 0 ? from.receive(left) : from.receiveNoWait();
      if (next == null) {
        break;
      }
      messages.add(next);
      size += Batch.size(next);
    }
    return messages;
  }

  private void work(Batch batch) throws JMSException {
    boolean committed = false;
    try {
      handler.handle(batch);
      batch.session().commit();
      committed = true;
    } finally {
      doneHandling();
      if (!committed) {
        batch.failed();
      }
    }
    rest = shorter(SHORTEST_REST, source.pause());
    batch.committed();
  }

  private void using(@Nullable JMSContext opened) {
    lock.lock();
    try {
      session = opened;
    } finally {
      lock.unlock();
    }
  }

  private boolean beginHandling() {
    lock.lock();
    try {
      handling = isOpen();
      return handling;
    } finally {
      lock.unlock();
    }
  }

  private void doneHandling() {
    lock.lock();
    try {
      handling = false;
    } finally {
      lock.unlock();
    }
  }

  private boolean isOpen() {
    return closing.getCount() > 0 && !link.isClosed();
  }

  private void pause(Duration duration) {
    try {
      var _ = closing.await(duration.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts " + Thread.currentThread(), e);
    }
  }

  /** Ends the loop as {@link #close(Duration)} does, with ten seconds. */
  @Override
  public void close() {
    close(GRACE);
  }

  /**
   * Ends the loop after the batch at hand, if it ends within the grace; otherwise that batch is
   * given back to the broker. While the broker is away, only a batch at hand is waited for; what
   * waits for the broker ends with the link.
   */
  public void close(Duration grace) {
    closing.countDown();
    if (!isOverWithin(grace)) {
      log.warn("{} is still busy after {}: its message goes back", source.address(), grace);
      closeSession();
    }
  }

  /** Waits for the end of the thread, or until all that it waits for is a broker that is away. */
  private boolean isOverWithin(Duration grace) {
    long end = System.nanoTime() + grace.toNanos();
    while (!joined(POLL)) {
      if (!isHandling() && !link.isConnected()) {
        return true;
      }
      if (System.nanoTime() > end || Thread.currentThread().isInterrupted()) {
        return false;
      }
    }
    return true;
  }

  private boolean isHandling() {
    lock.lock();
    try {
      return handling;
    } finally {
      lock.unlock();
    }
  }

  private boolean joined(Duration grace) {
    try {
      return thread.join(grace);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void closeSession() {
    lock.lock();
    try {
      if (session != null && link.isConnected()) {
        session.close();
      }
    } catch (JMSRuntimeException e) {
      log.debug("Closing the session of {}", source.address(), e);
    } finally {
      lock.unlock();
    }
  }
}

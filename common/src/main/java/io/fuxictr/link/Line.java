package io.fuxictr.link;

import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSSecurityException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.activemq.artemis.api.core.ActiveMQConnectionTimedOutException;
import org.apache.activemq.artemis.api.core.client.FailoverEventType;
import org.apache.activemq.artemis.core.client.impl.ServerLocatorInternal;
import org.apache.activemq.artemis.jms.client.ActiveMQConnection;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to the broker, with all that makes it survive. */
final class Line implements AutoCloseable {

  /** How many messages a consumer may hold before they are asked for. */
  enum Prefetch {
    /** None. */
    NONE("consumerWindowSize=0"),
    /** As many as the broker's settings of the address say. */
    BROKER_DECIDES("consumerWindowSize=1048576");

    private final String parameter;

    Prefetch(String parameter) {
      this.parameter = parameter;
    }
  }

  /** Patience that never ends. */
  static final Duration FOR_EVER = Duration.ofDays(10_000);

  private static final Logger log = LoggerFactory.getLogger(Line.class);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

  /** How long a call waits for the broker's answer; then the connection is made anew. */
  private static final Duration ANSWER = Duration.ofSeconds(6);

  /** A connection that was away for longer is not trusted any more. */
  private static final Duration TRUSTED_FOR = Duration.ofSeconds(5);

  /** About three seconds. */
  private static final int TRIES_BEFORE_OTHERS = 6;

  private static final Duration LEAVE = Duration.ofSeconds(3);

  /** Whoever uses a connection that is replaced waits for as long as taking leave takes. */
  private static final Duration LEAVE_REPLACED = Duration.ofSeconds(1);

  private final BrokerAddress address;
  private final String url;
  private final CountDownLatch closed = new CountDownLatch(1);

  /** Guards {@link #factory} and {@link #connection}. */
  private final ReentrantLock lock = new ReentrantLock();

  private @Nullable ActiveMQConnectionFactory factory;
  private volatile @Nullable ActiveMQConnection connection;
  private volatile @Nullable Long lostAtNanos;

  Line(BrokerAddress address, Prefetch prefetch) {
    this.address = address;
    this.url = withParameters(address, prefetch);
  }

  private static String withParameters(BrokerAddress address, Prefetch prefetch) {
    long timeToLive = BrokerLink.TIME_TO_LIVE.toMillis();
    String parameters =
        String.join(
            "&",
            prefetch.parameter,
            again(address),
            "initialConnectAttempts=1",
            "retryInterval=200",
            "retryIntervalMultiplier=1.5",
            "maxRetryInterval=2000",
            "connectionTTL=" + timeToLive,
            "clientFailureCheckPeriod=" + timeToLive / 3,
            "confirmationWindowSize=1048576",
            "callTimeout=" + ANSWER.toMillis(),
            "connect-timeout-millis=5000");
    String url = address.url();
    boolean has = url.indexOf('?', url.lastIndexOf(')') + 1) >= 0;
    return url + (has ? "&" : "?") + parameters;
  }

  /**
   * A client with a choice tries the broker that it had for a moment, then all in turn: those of
   * its address, not only those that the lost one knew of.
   */
  private static String again(BrokerAddress address) {
    return address.url().contains(",")
        ? "reconnectAttempts=%d&failoverAttempts=-1&useTopologyForLoadBalancing=false"
            .formatted(TRIES_BEFORE_OTHERS)
        : "reconnectAttempts=-1";
  }

  /** Connects, trying for as long as the patience lasts. */
  void connect(Duration patience) {
    connected(patience);
  }

  JMSContext session(int mode) {
    ActiveMQConnection known = connected(FOR_EVER);
    try {
      return known.createContext(mode);
    } catch (IllegalStateRuntimeException e) {
      log.warn("Connection to the broker was closed, opening another, {}", address, e);
      forget(known);
      return connected(FOR_EVER).createContext(mode);
    }
  }

  private void forget(ActiveMQConnection closedOne) {
    lock.lock();
    try {
      if (closedOne.equals(connection)) {
        connection = null;
        lostAtNanos = null;
      }
    } finally {
      lock.unlock();
    }
  }

  private ActiveMQConnection connected(Duration patience) {
    lock.lock();
    try {
      ActiveMQConnection known = connection;
      if (known != null && !isClosed()) {
        return known;
      }
      ActiveMQConnection made = firstConnection(patience);
      connection = made;
      return made;
    } finally {
      lock.unlock();
    }
  }

  private ActiveMQConnection firstConnection(Duration patience) {
    long start = System.nanoTime();
    boolean told = false;
    while (!isClosed()) {
      try {
        return open();
      } catch (JMSSecurityException e) {
        throw new LinkException(
            "Connecting to the broker as %s: user or password refused; use the password that the broker was started with"
                .formatted(address),
            e);
      } catch (JMSException e) {
        refuseUntrusted();
        if (!told) {
          log.warn("Broker {} does not answer yet, trying on: {}", address.url(), e.toString());
          told = true;
        }
        if (System.nanoTime() - start > patience.toNanos()) {
          throw new LinkException(
              "Connecting to the broker as %s: no answer; start it, or correct broker.url"
                  .formatted(address),
              e);
        }
        pause();
      }
    }
    throw new LinkException("The link to the broker, %s, is closed".formatted(address));
  }

  private void encrypt(ActiveMQConnectionFactory made) {
    address
        .tls()
        .ifPresent(
            tls -> {
              for (var host : made.getServerLocator().getStaticTransportConfigurations()) {
                host.getParams().putAll(tls.parameters());
              }
            });
  }

  /** A broker that shows the wrong certificate will show it the next time too. */
  private void refuseUntrusted() {
    address
        .tls()
        .flatMap(tls -> TlsProbe.trouble(address.url(), tls))
        .ifPresent(
            why -> {
              throw new LinkException("Connecting to the broker as %s: %s".formatted(address, why));
            });
  }

  private ActiveMQConnection open() throws JMSException {
    ActiveMQConnectionFactory made = factory;
    if (made == null) {
      made = new ActiveMQConnectionFactory(url);
      encrypt(made);
      factory = made;
    }
    var opened = (ActiveMQConnection) made.createConnection(address.user(), address.password());
    opened.setFailoverListener(event -> noticed(opened, event));
    opened.setExceptionListener(failure -> failed(opened, failure));
    // Never closed: a connection ends with its last context.
    var _ = opened.createContext(JMSContext.AUTO_ACKNOWLEDGE);
    log.info("Connected to the broker, {}", address);
    return opened;
  }

  private void noticed(ActiveMQConnection noticing, FailoverEventType event) {
    if (isReplaced(noticing)) {
      return;
    }
    switch (event) {
      case FAILURE_DETECTED, FAILOVER_FAILED -> {
        if (lostAtNanos == null) {
          lostAtNanos = System.nanoTime();
          log.warn("Connection to the broker lost, {}", address);
        }
      }
      case FAILOVER_COMPLETED -> {
        boolean doubtful = lostFor().compareTo(TRUSTED_FOR) > 0;
        lostAtNanos = null;
        log.info("Connection to the broker is back, {}", address);
        if (doubtful) {
          replace(noticing);
        }
      }
    }
  }

  private void failed(ActiveMQConnection failing, JMSException failure) {
    if (failure.getCause() instanceof ActiveMQConnectionTimedOutException) {
      replace(failing);
    }
  }

  /**
   * Drops a connection that came back after a long while: its client may have ended its signs of
   * life for good, and then neither side notices the next silence in time (Artemis 2.55). Whoever
   * uses it sees it closed and takes a new one.
   */
  private void replace(ActiveMQConnection doubtful) {
    if (isReplaced(doubtful)) {
      return;
    }
    log.info("Replacing the connection to the broker after a silence, {}", address);
    forget(doubtful);
    var _ = Thread.ofVirtual().name("replacing").start(() -> abandon(doubtful));
  }

  /** After a restart of the broker an answer may be lost, and taking leave would wait for it. */
  private void abandon(ActiveMQConnection doubtful) {
    if (!takeLeave(doubtful, LEAVE_REPLACED)) {
      log.info("The broker does not answer on the connection that is replaced, {}", address);
      doubtful.getSessionFactory().cleanup();
    }
  }

  private boolean isReplaced(ActiveMQConnection older) {
    ActiveMQConnection current = connection;
    return current != null && !current.equals(older);
  }

  private void pause() {
    try {
      var _ = closed.await(BETWEEN_TRIES.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new LinkException("Interrupted while waiting for the broker, " + address, e);
    }
  }

  boolean isConnected() {
    return connection != null && lostAtNanos == null && !isClosed();
  }

  Duration lostFor() {
    Long since = lostAtNanos;
    return since == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
  }

  boolean isClosed() {
    return closed.getCount() == 0;
  }

  /**
   * Takes leave of the broker if it answers; otherwise just goes, since taking leave would wait.
   */
  @Override
  public void close() {
    closed.countDown();
    lock.lock();
    try {
      if (factory == null) {
        return;
      }
      if (connection != null && lostAtNanos == null) {
        var _ = takeLeave(connection, LEAVE);
      }
      if (factory.getServerLocator() instanceof ServerLocatorInternal locator) {
        locator.cleanup();
      }
    } finally {
      connection = null;
      factory = null;
      lock.unlock();
    }
  }

  /** Returns whether that was done in time; it goes on otherwise. */
  private boolean takeLeave(ActiveMQConnection known, Duration patience) {
    Thread leaving = Thread.ofVirtual().name("leaving").start(() -> leave(known));
    try {
      return leaving.join(patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void leave(ActiveMQConnection known) {
    try {
      known.close();
    } catch (JMSException | RuntimeException e) {
      log.debug("Closing the connection to {}", address, e);
    }
  }
}

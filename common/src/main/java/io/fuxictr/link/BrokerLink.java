package io.fuxictr.link;

import jakarta.jms.JMSContext;
import java.time.Duration;

/**
 * A process's way to the broker. Connects when first needed, waits for a broker that is not there
 * yet, comes back by itself after a cut, and hands out sessions.
 *
 * <p>A cut that is shorter than {@link #TIME_TO_LIVE} goes unnoticed: sessions are re-attached and
 * their transactions live. After a longer one, or a restart of the broker, the next commit throws
 * and the work is to be done again.
 */
public final class BrokerLink implements AutoCloseable {

  /** Silence after which the broker gives a client up, and with it the messages that it holds. */
  public static final Duration TIME_TO_LIVE = Duration.ofSeconds(15);

  private final Line orders;
  private final Line bulk;

  /** Creates a link that is not connected yet. */
  public BrokerLink(BrokerAddress address) {
    orders = new Line(address, Line.Prefetch.NONE);
    bulk = new Line(address, Line.Prefetch.BROKER_DECIDES);
  }

  /**
   * Connects, waiting as long as the broker does not answer.
   *
   * @throws LinkException if the broker refuses the user, or the link is closed meanwhile
   */
  public void connect() {
    orders.connect(Line.FOR_EVER);
  }

  /**
   * Connects to a broker that is expected to be there.
   *
   * @throws LinkException as {@link #connect}, or if the broker does not answer in time
   */
  public void connectWithin(Duration patience) {
    orders.connect(patience);
  }

  /**
   * Returns a new transacted session whose consumers hold at most the one message that was
   * received, so that waiting ones stay where others can take them. The caller closes it.
   *
   * @throws LinkException as {@link #connect}
   */
  public JMSContext transacted() {
    return orders.session(JMSContext.SESSION_TRANSACTED);
  }

  /**
   * Returns a new transacted session whose consumers read ahead: for many small messages with one
   * reader. The caller closes it.
   *
   * @throws LinkException as {@link #connect}
   */
  public JMSContext transactedBulk() {
    return bulk.session(JMSContext.SESSION_TRANSACTED);
  }

  /**
   * Returns a new session outside transactions: what is sent is with the broker when the call
   * returns. The caller closes it.
   *
   * @throws LinkException as {@link #connect}
   */
  public JMSContext automatic() {
    return orders.session(JMSContext.AUTO_ACKNOWLEDGE);
  }

  /** Returns whether the broker answers, as far as is known. */
  public boolean isConnected() {
    return (orders.isConnected() || bulk.isConnected()) && lostFor().isZero();
  }

  /** Returns for how long a connection that once stood has been lost; zero while it stands. */
  public Duration lostFor() {
    Duration one = orders.lostFor();
    Duration other = bulk.lostFor();
    return one.compareTo(other) > 0 ? one : other;
  }

  boolean isClosed() {
    return orders.isClosed();
  }

  /** Closes all sessions. What is not committed goes back to its queue. */
  @Override
  public void close() {
    orders.close();
    bulk.close();
  }
}

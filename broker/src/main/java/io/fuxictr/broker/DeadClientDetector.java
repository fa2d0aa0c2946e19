package io.fuxictr.broker;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.ActiveMQRemoteDisconnectException;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerBasePlugin;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives up clients whose socket was closed and who do not come back within a moment.
 *
 * <p>The operating system closes the sockets of a killed process at once. Artemis by itself keeps
 * the sessions of such a client, since it may re-attach to them, until the connection's time to
 * live is over: too long to wait for an order that nobody works on any more. A client that lives
 * tries to re-attach after 200 ms, so one that has not done so after {@link #GRACE} is taken for
 * dead. A network that swallows packets closes no socket; there the time to live counts as before.
 *
 * <p>A plugin, so that a broker of its own can load it too: {@code <broker-plugin class-name=…/>}.
 */
public final class DeadClientDetector implements ActiveMQServerBasePlugin {

  /** How long a client whose socket was closed may take to come back. */
  static final Duration GRACE = Duration.ofMillis(700);

  private static final Logger log = LoggerFactory.getLogger(DeadClientDetector.class);
  private static final long LOOK_AGAIN_MILLIS = 100;

  @Override
  public void registered(ActiveMQServer server) {
    var _ = Thread.ofVirtual().name("dead-clients").start(() -> watch(server));
  }

  private static void watch(ActiveMQServer server) {
    var closedSince = new HashMap<RemotingConnection, Long>();
    while (!isStopping(server)) {
      try {
        Thread.sleep(LOOK_AGAIN_MILLIS);
        look(server, closedSince);
      } catch (RuntimeException e) {
        log.warn("Looking for dead clients", e);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private static boolean isStopping(ActiveMQServer server) {
    return switch (server.getState()) {
      case STARTING, STARTED -> false;
      case STOPPING, STOPPED -> true;
    };
  }

  private static void look(ActiveMQServer server, Map<RemotingConnection, Long> closedSince) {
    long now = System.nanoTime();
    Set<RemotingConnection> closed =
        server.getRemotingService().getConnections().stream()
            .filter(connection -> !connection.getTransportConnection().isOpen())
            .collect(Collectors.toSet());
    closedSince.keySet().retainAll(closed);
    for (RemotingConnection connection : closed) {
      Long since = closedSince.putIfAbsent(connection, now);
      if (since != null && now - since >= GRACE.toNanos()) {
        closedSince.remove(connection);
        giveUp(server, connection);
      }
    }
  }

  /** Does what Artemis does when the time to live of a connection is over. */
  private static void giveUp(ActiveMQServer server, RemotingConnection connection) {
    if (server.getRemotingService().removeConnection(connection.getID()) == null) {
      return;
    }
    log.info("Client {} is gone: its socket was closed", connection.getRemoteAddress());
    server.getThreadPool().execute(() -> connection.fail(new ActiveMQRemoteDisconnectException()));
  }
}

package io.fuxictr.broker;

import io.fuxictr.link.BrokerAddress;
import io.fuxictr.testing.FreePorts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;

/** A broker that knows nothing of us but a file. */
final class ExternalBroker implements AutoCloseable {
  private final EmbeddedActiveMQ server = new EmbeddedActiveMQ();
  private final Map<BrokerUser, String> passwords = new EnumMap<>(BrokerUser.class);
  private final int port;

  /** Starts a broker with the given broker.xml in a folder, on a free port. */
  ExternalBroker(Path folder, String xml) throws Exception {
    this(folder, xml, FreePorts.find(1).getFirst());
  }

  /** Starts a broker with the given broker.xml in a folder, which may be that of an earlier one. */
  ExternalBroker(Path folder, String xml, int port) throws Exception {
    this.port = port;
    Files.createDirectories(folder);
    Path file =
        Files.writeString(
            folder.resolve("broker.xml"),
            xml.replace("${fuxictr.broker.data:./data}", folder.toString())
                .replace("${fuxictr.broker.port:61616}", Integer.toString(port))
                .replace("<min-disk-free>1G", "<min-disk-free>1M"));
    var users = new BrokerUsers(folder.resolve("secrets"), Map.of());
    BrokerUser.ALL.forEach(user -> passwords.put(user, users.password(user)));
    server.setConfigResourcePath(file.toUri().toString());
    server.setSecurityManager(new UserSecurity(passwords));
    server.start();
  }

  BrokerAddress address(BrokerUser user) {
    return new BrokerAddress(
        "tcp://127.0.0.1:" + port, user.login(), passwords.getOrDefault(user, ""));
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("Stopping the broker", e);
    }
  }
}

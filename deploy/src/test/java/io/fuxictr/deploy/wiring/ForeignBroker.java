package io.fuxictr.deploy.wiring;

import io.fuxictr.broker.BrokerUser;
import io.fuxictr.broker.BrokerUsers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.impl.SecurityConfiguration;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.spi.core.security.ActiveMQJAASSecurityManager;
import org.apache.activemq.artemis.spi.core.security.jaas.InVMLoginModule;

/** An Artemis that is set up with the shipped file and its own users, and knows nothing of us. */
final class ForeignBroker implements AutoCloseable {
  private final EmbeddedActiveMQ server = new EmbeddedActiveMQ();
  private final int port;

  /** Starts it with the passwords that a home has. */
  ForeignBroker(Path folder, Path secrets, int port) throws Exception {
    this.port = port;
    server.setConfigResourcePath(file(folder, port).toUri().toString());
    var accounts = new SecurityConfiguration();
    var passwords = new BrokerUsers(secrets, Map.of());
    for (BrokerUser user : BrokerUser.ALL) {
      accounts.addUser(user.login(), passwords.password(user));
      accounts.addRole(user.login(), user.login());
    }
    server.setSecurityManager(
        new ActiveMQJAASSecurityManager(InVMLoginModule.class.getName(), accounts));
    server.start();
  }

  private static Path file(Path folder, int port) throws IOException {
    String shipped =
        Files.readString(Path.of("src", "main", "dist", "broker", "broker.xml").toAbsolutePath());
    Files.createDirectories(folder);
    return Files.writeString(
        folder.resolve("broker.xml"),
        shipped
            .replace("${fuxictr.broker.data:./data}", folder.toString())
            .replace("${fuxictr.broker.port:61616}", Integer.toString(port))
            .replace("<min-disk-free>1G", "<min-disk-free>1M"));
  }

  String url() {
    return "tcp://127.0.0.1:" + port;
  }

  /** Takes an address away, as an operator might by mistake. */
  void remove(String address) throws Exception {
    server.getActiveMQServer().destroyQueue(SimpleString.of(address));
    server.getActiveMQServer().removeAddressInfo(SimpleString.of(address), null, true);
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

package io.fuxictr.deploy.wiring;

import io.fuxictr.broker.BrokerException;
import io.fuxictr.broker.BrokerSettings;
import io.fuxictr.broker.BrokerUser;
import io.fuxictr.broker.BrokerUsers;
import io.fuxictr.broker.Listening;
import io.fuxictr.broker.ServerTls;
import io.fuxictr.broker.StorePassword;
import io.fuxictr.config.BrokerNetwork;
import io.fuxictr.config.WorkflowConfig;
import io.fuxictr.link.BrokerAddress;
import io.fuxictr.link.ClientTls;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where the broker of a configuration is, how it is reached, and by whom. */
final class BrokerPlace {
  private final WorkflowConfig.Broker broker;
  private final Map<String, String> environment = System.getenv();
  private final BrokerUsers users;

  BrokerPlace(WorkflowConfig config) {
    broker = config.broker();
    users = new BrokerUsers(broker.passwordFolder(), environment);
  }

  BrokerUsers users() {
    return users;
  }

  /** Returns how our own broker runs. */
  BrokerSettings settings() {
    return BrokerSettings.in(broker.dataFolder())
        .listening(listening())
        .keepingFree(broker.minDiskFree());
  }

  private Listening listening() {
    BrokerNetwork network = broker.network();
    Listening doors =
        Listening.on(broker.host(), broker.port())
            .alsoOn(network.amqpPort(), network.stompPort(), network.mqttPort());
    return network.tls().map(tls -> doors.withTls(serverTls(tls))).orElse(doors);
  }

  private ServerTls serverTls(BrokerNetwork.Tls tls) {
    Path keystore =
        tls.keystore()
            .orElseThrow(
                () ->
                    new BrokerException(
                        "Starting the broker with broker.tls: it needs a key to show; name it in"
                            + " broker.tls.keystore"));
    return ServerTls.of(
        keystore, StorePassword.KEYSTORE.read(environment, tls.keystorePasswordFile()));
  }

  /**
   * Returns the way to the broker from another process.
   *
   * @param url instead of the configuration's
   */
  BrokerAddress address(BrokerUser user, Optional<String> url) {
    return new BrokerAddress(
        url.or(broker::url).orElseGet(() -> "tcp://%s:%d".formatted(host(), broker.port())),
        user.login(),
        users.password(user),
        broker.network().tls().map(this::clientTls));
  }

  private String host() {
    return broker.host().equals("0.0.0.0") ? "127.0.0.1" : broker.host();
  }

  private ClientTls clientTls(BrokerNetwork.Tls tls) {
    Optional<ClientTls.Store> authorities =
        tls.truststore()
            .map(
                file ->
                    new ClientTls.Store(
                        file,
                        StorePassword.TRUSTSTORE.read(environment, tls.truststorePasswordFile())));
    return new ClientTls(authorities, Optional.empty());
  }
}

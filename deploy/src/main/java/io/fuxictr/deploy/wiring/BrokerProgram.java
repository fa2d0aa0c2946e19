package io.fuxictr.deploy.wiring;

import io.fuxictr.broker.EmbeddedBroker;
import io.fuxictr.config.BrokerNetwork;
import io.fuxictr.config.WorkflowConfig;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The broker, reached over TCP. */
final class BrokerProgram implements Program {
  private final Installation installation;
  private final Opened opened = new Opened();

  BrokerProgram(Installation installation) {
    this.installation = installation;
  }

  @Override
  public void start() {
    opened.add(EmbeddedBroker.start(installation.brokerSettings(), installation.brokerUsers()));
  }

  @Override
  public String description() {
    WorkflowConfig.Broker broker = installation.config().broker();
    BrokerNetwork network = broker.network();
    String others =
        Stream.of(
                Map.entry("AMQP", network.amqpPort()),
                Map.entry("STOMP", network.stompPort()),
                Map.entry("MQTT", network.mqttPort()))
            .filter(door -> door.getValue() > 0)
            .map(door -> ", %s on %d".formatted(door.getKey(), door.getValue()))
            .collect(Collectors.joining());
    return "Broker on %s:%d%s%s, journal in %s"
        .formatted(
            broker.host(),
            broker.port(),
            others,
            network.tls().isPresent() ? ", encrypted" : "",
            broker.dataFolder());
  }

  @Override
  public void close() {
    opened.close();
  }
}

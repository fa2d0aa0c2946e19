package io.fuxictr.deploy.wiring;

import io.fuxictr.broker.EmbeddedBroker;

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
    return "Broker on %s:%d, journal in %s"
        .formatted(
            installation.config().broker().host(),
            installation.config().broker().port(),
            installation.config().broker().dataFolder());
  }

  @Override
  public void close() {
    opened.close();
  }
}

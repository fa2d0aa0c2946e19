package io.fuxictr.deploy.wiring;

import io.fuxictr.broker.BrokerUser;
import io.fuxictr.broker.EmbeddedBroker;
import io.fuxictr.layout.StorageMarker;
import io.fuxictr.link.BrokerAddress;
import io.fuxictr.task.Stage;
import java.net.URI;
import java.util.function.Function;

/**
 * Broker, dispatcher, one worker per stage and the web server in one process. They speak to each
 * other as they would between processes, only that the broker is reached without a socket.
 */
final class Standalone implements WholePipeline {
  private final Installation installation;
  private final Opened opened = new Opened();
  private WebProgram web;

  Standalone(Installation installation) {
    this.installation = installation;
    this.web = new WebProgram(installation, installation::brokerAddress);
  }

  @Override
  public void start() throws InterruptedException {
    try {
      startParts(broker());
    } catch (InterruptedException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private Function<BrokerUser, BrokerAddress> broker() {
    if (installation.config().broker().url().isPresent()) {
      return installation::brokerAddress;
    }
    return opened.add(
            EmbeddedBroker.start(installation.brokerSettings(), installation.brokerUsers()))
        ::addressWithin;
  }

  private void startParts(Function<BrokerUser, BrokerAddress> broker) throws InterruptedException {
    var _ = new StorageMarker(installation.layout()).ensure();
    start(new DispatcherProgram(installation, broker));
    for (Stage stage : Stage.ALL) {
      start(new WorkerProgram(stage, installation, broker));
    }
    web = new WebProgram(installation, broker);
    start(web);
  }

  private void start(Program program) throws InterruptedException {
    opened.add(program).start();
  }

  @Override
  public URI apiUri() {
    return web.apiUri();
  }

  @Override
  public URI dashboardUri() {
    return web.dashboardUri();
  }

  @Override
  public String description() {
    return "Everything runs in %s: dashboard %s, interface %s"
        .formatted(installation.config().home(), dashboardUri(), apiUri());
  }

  @Override
  public void close() {
    opened.close();
  }
}

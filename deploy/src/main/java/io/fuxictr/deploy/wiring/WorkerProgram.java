package io.fuxictr.deploy.wiring;

import io.fuxictr.broker.BrokerUser;
import io.fuxictr.link.BrokerAddress;
import io.fuxictr.link.BrokerLink;
import io.fuxictr.link.EventPublisher;
import io.fuxictr.task.Stage;
import io.fuxictr.worker.order.Worker;
import io.fuxictr.worker.order.WorkerSettings;
import java.util.function.Function;

/** A worker of one stage, one attempt at a time. Any number may run side by side. */
final class WorkerProgram implements Program {
  private final Stage stage;
  private final Installation installation;
  private final Function<BrokerUser, BrokerAddress> broker;
  private final Opened opened = new Opened();

  WorkerProgram(
      Stage stage, Installation installation, Function<BrokerUser, BrokerAddress> broker) {
    this.stage = stage;
    this.installation = installation;
    this.broker = broker;
  }

  @Override
  public void start() {
    BrokerLink link = opened.add(new BrokerLink(broker.apply(BrokerUser.WORKER)));
    link.connect();
    EventPublisher publisher = opened.add(new EventPublisher(link));
    opened.add(
        Worker.start(
            new Stages(installation, opened).worker(stage),
            installation.layout(),
            link,
            publisher,
            WorkerSettings.on(Installation.hostName())
                .beating(installation.config().tasks().heartbeatInterval()),
            installation.clock()));
  }

  @Override
  public String description() {
    return "Worker for %s at %s".formatted(stage.wireName(), broker.apply(BrokerUser.WORKER).url());
  }

  @Override
  public void close() {
    opened.close();
  }
}

package io.fuxictr.deploy.wiring;

import io.fuxictr.broker.BrokerUser;
import io.fuxictr.dispatcher.Dispatcher;
import io.fuxictr.dispatcher.DispatcherSettings;
import io.fuxictr.link.BrokerAddress;
import io.fuxictr.link.BrokerLink;
import java.util.function.Function;

/** A dispatcher. Started beside another one, it stands by. */
final class DispatcherProgram implements Program {
  private final Installation installation;
  private final Function<BrokerUser, BrokerAddress> broker;
  private final Opened opened = new Opened();

  DispatcherProgram(Installation installation, Function<BrokerUser, BrokerAddress> broker) {
    this.installation = installation;
    this.broker = broker;
  }

  @Override
  public void start() {
    BrokerLink link = opened.add(new BrokerLink(broker.apply(BrokerUser.DISPATCHER)));
    link.connect();
    opened.add(Dispatcher.start(link, installation.clock(), DispatcherSettings.DEFAULTS));
  }

  @Override
  public String description() {
    return "Dispatcher at " + broker.apply(BrokerUser.DISPATCHER).url();
  }

  @Override
  public void close() {
    opened.close();
  }
}

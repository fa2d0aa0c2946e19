package io.fuxictr.deploy.wiring;

import io.fuxictr.broker.BrokerUser;
import io.fuxictr.broker.QueueDesk;
import io.fuxictr.link.BrokerLink;
import java.time.Duration;

/**
 * An operator's connection to the broker of an installation.
 *
 * @param link the connection
 * @param queues what can be seen and done there
 */
public record OperatorDesk(BrokerLink link, QueueDesk queues) implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /**
   * Connects as operator.
   *
   * @throws io.fuxictr.link.LinkException if the broker does not answer or refuses the operator
   */
  public static OperatorDesk open(ProgramOptions options) {
    Installation installation = Installation.open(options);
    var link = new BrokerLink(installation.brokerAddress(BrokerUser.OPERATOR));
    try {
      link.connectWithin(PATIENCE);
      return new OperatorDesk(link, new QueueDesk(link));
    } catch (RuntimeException e) {
      link.close();
      throw e;
    }
  }

  @Override
  public void close() {
    queues.close();
    link.close();
  }
}

package io.fuxictr.broker;

import io.fuxictr.message.Addresses;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.WildcardConfiguration;

/** Everything that a broker must know for us, wherever it runs: addresses, limits, rights. */
final class BrokerPlan {
  /** How often an order is delivered before it counts as dead, unless somebody says otherwise. */
  static final int DELIVERIES = 10;

  private BrokerPlan() {}

  static void applyTo(Configuration configuration, int deliveries) {
    configuration.setUuidNamespace(Addresses.REPLIES);
    // With it, whoever may listen below 'temp' could listen to all that is sent there.
    configuration.setWildCardConfiguration(new WildcardConfiguration().setRoutingEnabled(false));
    AddressPlan.applyTo(configuration, deliveries);
    AccessTable.applyTo(configuration);
  }
}

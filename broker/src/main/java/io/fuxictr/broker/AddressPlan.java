package io.fuxictr.broker;

import io.fuxictr.message.Addresses;
import io.fuxictr.task.Stage;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.settings.impl.AddressFullMessagePolicy;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;
import org.apache.activemq.artemis.core.settings.impl.DiskFullMessagePolicy;

/** Our addresses and queues, and how each treats its messages. */
final class AddressPlan {
  private static final int MIB = 1 << 20;
  private static final long REJECTED_KEPT = 10_000;
  private static final Duration REJECTED_KEPT_FOR = Duration.ofDays(7);
  private static final int FOR_EVER = -1;
  private static final long REPLIES_KEPT_BYTES = 4L * MIB;

  private AddressPlan() {}

  static void applyTo(Configuration configuration, int deliveries) {
    addQueues(configuration);
    configuration
        .addAddressSetting("#", everywhere())
        .addAddressSetting("workflow.orders.*", orders(deliveries))
        .addAddressSetting(Addresses.SUBMIT, everywhere().setEnableIngressTimestamp(true))
        .addAddressSetting(
            Addresses.REJECTED, everywhere().setExpiryDelay(REJECTED_KEPT_FOR.toMillis()))
        .addAddressSetting(Addresses.REPLIES + ".#", replies());
  }

  private static void addQueues(Configuration configuration) {
    addQueue(configuration, queue(Addresses.SUBMIT));
    addQueue(configuration, queue(Addresses.REJECTED).setRingSize(REJECTED_KEPT));
    addQueue(configuration, queue(Addresses.DISPATCH).setExclusive(true));
    Stage.ALL.forEach(stage -> addQueue(configuration, queue(Addresses.orders(stage))));
    addQueue(configuration, queue(Addresses.DEAD));
    addQueue(configuration, queue(Addresses.EXPIRED));
    configuration.addAddressConfiguration(topic(Addresses.CONTROL));
    configuration.addAddressConfiguration(
        topic(Addresses.EVENTS)
            .addQueueConfig(
                QueueConfiguration.of(Addresses.EVENTS_FOR_WEB)
                    .setAddress(Addresses.EVENTS)
                    .setRoutingType(RoutingType.MULTICAST)
                    .setDurable(true)));
  }

  private static QueueConfiguration queue(String name) {
    return QueueConfiguration.of(name)
        .setAddress(name)
        .setRoutingType(RoutingType.ANYCAST)
        .setDurable(true);
  }

  private static void addQueue(Configuration configuration, QueueConfiguration queue) {
    configuration.addAddressConfiguration(
        new CoreAddressConfiguration()
            .setName(queue.getAddress().toString())
            .addRoutingType(RoutingType.ANYCAST)
            .addQueueConfig(queue));
  }

  private static CoreAddressConfiguration topic(String name) {
    return new CoreAddressConfiguration().setName(name).addRoutingType(RoutingType.MULTICAST);
  }

  private static AddressSettings everywhere() {
    return new AddressSettings()
        .setAutoCreateQueues(false)
        .setAutoCreateAddresses(false)
        .setAutoDeleteQueues(false)
        .setAutoDeleteAddresses(false)
        .setMaxDeliveryAttempts(FOR_EVER)
        .setRedeliveryDelay(0)
        .setAddressFullMessagePolicy(AddressFullMessagePolicy.PAGE)
        .setDiskFullMessagePolicy(DiskFullMessagePolicy.FAIL)
        .setMaxSizeBytes(32L * MIB)
        .setPageSizeBytes(4 * MIB);
  }

  /**
   * Orders go to their workers one at a time, since a cancel does not see those that a worker holds
   * in reserve; and they stay in memory as long as possible, since it does not see those in page
   * files either.
   */
  private static AddressSettings orders(int deliveries) {
    return everywhere()
        .setDefaultConsumerWindowSize(0)
        .setMaxSizeBytes(-1)
        .setMaxDeliveryAttempts(deliveries)
        .setDeadLetterAddress(SimpleString.of(Addresses.DEAD))
        .setExpiryAddress(SimpleString.of(Addresses.EXPIRED));
  }

  /**
   * Reply addresses come and go with their reader, which makes them by listening. Who does not read
   * loses replies, and costs the others nothing.
   */
  private static AddressSettings replies() {
    return everywhere()
        .setAutoCreateAddresses(true)
        .setAutoDeleteQueues(true)
        .setAutoDeleteAddresses(true)
        .setAddressFullMessagePolicy(AddressFullMessagePolicy.DROP)
        .setMaxSizeBytes(REPLIES_KEPT_BYTES);
  }
}

package io.fuxictr.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.link.BrokerAddress;
import io.fuxictr.message.Addresses;
import io.fuxictr.task.Stage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every user tries everything at every address; what the design grants works, the rest does not.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AccessIT {
  private static final String OF_WEB = Addresses.EVENTS + "::" + Addresses.EVENTS_FOR_WEB;

  private static final List<String> ADDRESSES =
      Stream.concat(
              Stream.of(
                  Addresses.SUBMIT,
                  Addresses.REJECTED,
                  Addresses.DISPATCH,
                  Addresses.CONTROL,
                  Addresses.EVENTS,
                  Addresses.DEAD,
                  Addresses.EXPIRED,
                  "activemq.management",
                  "activemq.notifications",
                  "workflow",
                  "workflow.orders",
                  "workflow.#",
                  "somewhere.else",
                  "#"),
              Stage.ALL.stream().map(Addresses::orders))
          .toList();

  private static final Map<BrokerUser, List<String>> GRANTED =
      Map.of(
          BrokerUser.PRODUCER,
          List.of("send workflow.submit"),
          BrokerUser.WEB,
          List.of(
              "consume workflow.submit",
              "browse workflow.submit",
              "consume workflow.events",
              "browse workflow.events",
              "send workflow.dispatch",
              "send workflow.rejected"),
          BrokerUser.DISPATCHER,
          List.of(
              "send workflow.dispatch",
              "consume workflow.dispatch",
              "browse workflow.dispatch",
              "send workflow.orders.*",
              "consume workflow.orders.*",
              "browse workflow.orders.*",
              "send workflow.control",
              "send workflow.events",
              "send workflow.rejected",
              "consume workflow.dead",
              "browse workflow.dead",
              "consume workflow.expired",
              "browse workflow.expired"),
          BrokerUser.WORKER,
          List.of(
              "send workflow.orders.*",
              "consume workflow.orders.*",
              "browse workflow.orders.*",
              "send workflow.dispatch",
              "send workflow.events",
              "subscribe workflow.control"),
          BrokerUser.OPERATOR,
          List.of(
              "consume workflow.rejected",
              "browse workflow.submit",
              "browse workflow.rejected",
              "browse workflow.dispatch",
              "browse workflow.orders.*",
              "browse workflow.events",
              "browse workflow.dead",
              "browse workflow.expired",
              "manage activemq.management"));

  @TempDir private Path home;

  /** Something to be tried. */
  @FunctionalInterface
  private interface Trial {
    void run() throws ActiveMQException;
  }

  @Test
  void everyUserMayDoWhatTheDesignSaysAndNothingElse() throws Exception {
    try (EmbeddedBroker broker = start()) {
      for (BrokerUser user : BrokerUser.ALL) {
        Set<String> allowed = new TreeSet<>();
        for (String address : ADDRESSES) {
          allowed.addAll(allowed(broker.addressWithin(user), address));
        }

        assertThat(allowed).as(user.login()).isEqualTo(granted(user));
      }
    }
  }

  private static Set<String> granted(BrokerUser user) {
    var granted = new TreeSet<String>();
    for (String each : GRANTED.getOrDefault(user, List.of())) {
      if (each.endsWith("*")) {
        Stage.ALL.forEach(stage -> granted.add(each.replace("*", stage.wireName())));
      } else {
        granted.add(each);
      }
    }
    return granted;
  }

  private static List<String> allowed(BrokerAddress as, String address) throws Exception {
    var allowed = new ArrayList<String>();
    String queue = address.equals(Addresses.EVENTS) ? OF_WEB : address;
    for (String operation :
        List.of(
            "send",
            "consume",
            "browse",
            "subscribe",
            "create durable queue",
            "delete queue",
            "create address",
            "manage")) {
      try (ServerLocator locator = ActiveMQClient.createServerLocator(as.url());
          ClientSessionFactory factory = locator.createSessionFactory();
          ClientSession session =
              factory.createSession(as.user(), as.password(), false, true, true, false, 0)) {
        if (succeeds(trial(operation, session, address, queue))) {
          allowed.add("%s %s".formatted(operation, address));
        }
      }
    }
    return allowed;
  }

  /** What does not exist cannot be read or deleted whoever asks. */
  private static boolean succeeds(Trial trial) throws ActiveMQException {
    try {
      trial.run();
      return true;
    } catch (ActiveMQSecurityException _) {
      return false;
    } catch (ActiveMQException e) {
      return switch (e.getType()) {
        case QUEUE_DOES_NOT_EXIST, ADDRESS_DOES_NOT_EXIST -> false;
        default -> throw e;
      };
    }
  }

  private static Trial trial(
      String operation, ClientSession session, String address, String queue) {
    String other = UUID.randomUUID() + ".probe";
    return switch (operation) {
      case "send" ->
          () -> {
            if (!address.equals("activemq.management")) {
              session.createProducer(address).send(session.createMessage(true));
            } else {
              throw new ActiveMQSecurityException("sending there is managing");
            }
          };
      case "consume" -> () -> session.createConsumer(queue).close();
      case "browse" -> () -> session.createConsumer(queue, null, true).close();
      case "subscribe" ->
          () -> {
            session.createQueue(
                QueueConfiguration.of(other)
                    .setAddress(address)
                    .setRoutingType(RoutingType.MULTICAST)
                    .setAutoCreateAddress(false)
                    .setDurable(false)
                    .setTemporary(true));
            session.createConsumer(other).close();
          };
      case "create durable queue" ->
          () ->
              session.createQueue(
                  QueueConfiguration.of(other)
                      .setAddress(address)
                      .setRoutingType(RoutingType.ANYCAST)
                      .setDurable(true));
      case "delete queue" -> () -> session.deleteQueue(queue);
      case "create address" ->
          () ->
              session.createAddress(
                  SimpleString.of(address + ".probe"), RoutingType.MULTICAST, false);
      case "manage" -> () -> manage(session, address);
      default -> throw new IllegalArgumentException(operation);
    };
  }

  private static void manage(ClientSession session, String address) throws ActiveMQException {
    if (!address.equals("activemq.management")) {
      throw new ActiveMQSecurityException("managing is done elsewhere");
    }
    // Only a durable message waits for the broker's word.
    ClientMessage question = session.createMessage(true);
    ManagementHelper.putAttribute(question, "queue." + Addresses.SUBMIT, "messageCount");
    session.createProducer(address).send(question);
  }

  private EmbeddedBroker start() {
    return EmbeddedBroker.start(
        BrokerSettings.in(home.resolve("broker")).keepingFree(1 << 20),
        new BrokerUsers(home.resolve("secrets"), Map.of()));
  }

  @Test
  void nobodyIsLetInWithoutNameAndPassword() throws Exception {
    try (EmbeddedBroker broker = start();
        ServerLocator locator =
            ActiveMQClient.createServerLocator(broker.addressWithin(BrokerUser.WEB).url());
        ClientSessionFactory factory = locator.createSessionFactory()) {
      assertThatThrownBy(factory::createSession).isInstanceOf(ActiveMQSecurityException.class);
      for (BrokerUser user : BrokerUser.ALL) {
        for (String password : List.of("", user.login(), "password")) {
          assertThatThrownBy(
                  () -> factory.createSession(user.login(), password, false, true, true, false, 0))
              .isInstanceOf(ActiveMQSecurityException.class);
        }
      }
      assertThatThrownBy(
              () ->
                  factory.createSession(
                      "ACTIVEMQ.CLUSTER.ADMIN.USER", "CHANGE ME!!", false, true, true, false, 0))
          .isInstanceOf(ActiveMQSecurityException.class);
    }
  }

  @Test
  void replyAddressIsReadByItsNameOnly() throws Exception {
    try (EmbeddedBroker broker = start();
        ServerLocator locator =
            ActiveMQClient.createServerLocator(broker.addressWithin(BrokerUser.PRODUCER).url());
        ClientSessionFactory factory = locator.createSessionFactory();
        ClientSession asker = session(factory, broker, BrokerUser.PRODUCER);
        ClientSession curious = session(factory, broker, BrokerUser.PRODUCER);
        ClientSession web = session(factory, broker, BrokerUser.WEB)) {
      String named = "temp." + UUID.randomUUID();
      listen(asker, named, named + ".q", RoutingType.MULTICAST);
      for (String everything : List.of("temp.#", "temp.*", "temp")) {
        listen(curious, everything, UUID.randomUUID().toString(), RoutingType.MULTICAST);
      }
      for (String everything : List.of("#", "*", "*.#", "workflow.#")) {
        assertThatThrownBy(
                () ->
                    listen(
                        curious, everything, UUID.randomUUID().toString(), RoutingType.MULTICAST))
            .as(everything)
            .isInstanceOf(ActiveMQSecurityException.class);
      }
      asker.start();
      curious.start();

      web.createProducer(named).send(web.createMessage(true));

      assertThat(asker.createConsumer(named + ".q").receive(5000)).isNotNull();
      for (String everything : List.of("temp.#", "temp.*", "temp")) {
        for (SimpleString queue :
            curious.addressQuery(SimpleString.of(everything)).getQueueNames()) {
          assertThat(curious.createConsumer(queue).receiveImmediate()).as(everything).isNull();
        }
      }
    }
  }

  private static void listen(ClientSession session, String address, String queue, RoutingType type)
      throws ActiveMQException {
    session.createQueue(
        QueueConfiguration.of(queue)
            .setAddress(address)
            .setRoutingType(type)
            .setDurable(false)
            .setTemporary(true));
  }

  private static ClientSession session(
      ClientSessionFactory factory, EmbeddedBroker broker, BrokerUser user)
      throws ActiveMQException {
    BrokerAddress as = broker.addressWithin(user);
    return factory.createSession(as.user(), as.password(), false, true, true, false, 0);
  }
}

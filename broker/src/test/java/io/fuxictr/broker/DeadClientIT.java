package io.fuxictr.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fuxictr.link.BrokerAddress;
import io.fuxictr.link.BrokerLink;
import io.fuxictr.link.Sender;
import io.fuxictr.message.Addresses;
import io.fuxictr.task.Stage;
import io.fuxictr.testing.Samples;
import io.fuxictr.testing.TcpProxy;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who is taken for dead, and who is not. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class DeadClientIT {
  private static final String QUEUE = Addresses.orders(Stage.TRAIN);

  @TempDir private Path home;
  private BrokerSettings settings;
  private EmbeddedBroker broker;

  @BeforeEach
  void startBroker() throws IOException {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      settings =
          BrokerSettings.in(home.resolve("broker"))
              .keepingFree(1 << 20)
              .listening("127.0.0.1", free.getLocalPort());
    }
    broker = EmbeddedBroker.start(settings, new BrokerUsers(home.resolve("secrets"), Map.of()));
    try (var link = new BrokerLink(broker.addressWithin(BrokerUser.DISPATCHER));
        JMSContext session = link.automatic()) {
      new Sender(session).order(Samples.order(7, Stage.TRAIN), Instant.now());
    }
  }

  @AfterEach
  void stopBroker() {
    broker.close();
  }

  @Test
  void orderOfAKilledProcessIsDeliveredLongBeforeItsTimeToLive() throws IOException {
    Process doomed = holder();
    try (var said =
            new BufferedReader(
                new InputStreamReader(doomed.getInputStream(), StandardCharsets.UTF_8));
        var other = new BrokerLink(broker.address(BrokerUser.WORKER));
        JMSContext session = other.transacted();
        JMSConsumer orders = session.createConsumer(session.createQueue(QUEUE))) {
      assertThat(said.lines().filter(line -> line.startsWith("holds")).findFirst())
          .hasValue("holds 1");
      assertThat(orders.receiveNoWait()).isNull();
      doomed.destroyForcibly();

      assertThat(orders.receive(BrokerLink.TIME_TO_LIVE.dividedBy(2).toMillis())).isNotNull();
    } finally {
      doomed.destroyForcibly();
    }
  }

  private Process holder() throws IOException {
    BrokerAddress address = broker.address(BrokerUser.WORKER);
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Holder.class.getName(),
            address.url());
    builder.environment().put("PASSWORD", address.password());
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** A process that takes an order and works on it for ever. */
  static final class Holder {
    private Holder() {}

    public static void main(String[] arguments) throws Exception {
      var address =
          new BrokerAddress(
              arguments[0],
              BrokerUser.WORKER.login(),
              System.getenv().getOrDefault("PASSWORD", ""));
      var link = new BrokerLink(address);
      JMSContext session = link.transacted();
      Message order = session.createConsumer(session.createQueue(QUEUE)).receive();
      System.out.println("holds " + order.getIntProperty("JMSXDeliveryCount"));
      new CountDownLatch(1).await();
    }
  }

  /** A client behind a network that holds the order, and another one that waits for it. */
  private final class TwoClients implements AutoCloseable {
    private final TcpProxy network = new TcpProxy(settings.port());
    private final BrokerLink link = new BrokerLink(through(network));
    private final BrokerLink other = new BrokerLink(broker.address(BrokerUser.WORKER));
    private final JMSContext session = link.transacted();
    private final JMSConsumer waiting;

    TwoClients() {
      JMSContext others = other.transacted();
      JMSConsumer mine = session.createConsumer(session.createQueue(QUEUE));
      assertThat(mine.receive(5000)).isNotNull();
      waiting = others.createConsumer(others.createQueue(QUEUE));
    }

    @Override
    public void close() {
      other.close();
      link.close();
      network.close();
    }
  }

  @Test
  void clientThatWasCutOffAndComesBackKeepsItsOrder() {
    try (var two = new TwoClients()) {
      int before = two.network.accepted();
      two.network.cut();
      await().until(() -> two.network.accepted() > before && two.link.isConnected());

      assertThat(two.waiting.receive(DeadClientDetector.GRACE.multipliedBy(3).toMillis())).isNull();
      two.session.commit();
    }
  }

  @Test
  void silentNetworkIsBorneForTheTimeToLive() {
    try (var two = new TwoClients()) {
      two.network.fallSilent();

      assertThat(two.waiting.receive(DeadClientDetector.GRACE.multipliedBy(4).toMillis())).isNull();
      two.network.speak();
      two.session.commit();
    }
  }

  @Test
  void silentNetworkIsGivenUpAfterTheTimeToLive() {
    try (var two = new TwoClients()) {
      two.network.fallSilent();

      Duration patience = BrokerLink.TIME_TO_LIVE.multipliedBy(2);
      assertThat(two.waiting.receive(patience.toMillis())).isNotNull();
      two.network.speak();
    }
  }

  @Test
  void secondSilenceOfTheSameClientIsNoticedToo() {
    try (var network = new TcpProxy(settings.port());
        var link = new BrokerLink(through(network));
        var other = new BrokerLink(broker.address(BrokerUser.WORKER))) {
      link.connect();
      network.fallSilent();
      await().atMost(Duration.ofSeconds(40)).until(() -> link.lostFor().isPositive());
      network.speak();
      await().atMost(Duration.ofSeconds(30)).until(() -> receives(link));
      network.fallSilent();

      await().atMost(Duration.ofSeconds(30)).until(() -> receives(other));
      network.speak();
    }
  }

  /** Takes the order, on a session that stays open. */
  @SuppressWarnings("resource")
  private static boolean receives(BrokerLink link) {
    try {
      JMSContext session = link.transacted();
      return session.createConsumer(session.createQueue(QUEUE)).receive(2000) != null;
    } catch (JMSRuntimeException e) {
      return false;
    }
  }

  private BrokerAddress through(TcpProxy network) {
    BrokerAddress direct = broker.address(BrokerUser.WORKER);
    return new BrokerAddress("tcp://127.0.0.1:" + network.port(), direct.user(), direct.password());
  }
}

package io.fuxictr.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.link.Batch;
import io.fuxictr.link.BrokerAddress;
import io.fuxictr.link.BrokerLink;
import io.fuxictr.link.EventPublisher;
import io.fuxictr.link.LinkException;
import io.fuxictr.link.Sender;
import io.fuxictr.link.Source;
import io.fuxictr.link.SubmissionSender;
import io.fuxictr.link.TransactedLoop;
import io.fuxictr.message.Addresses;
import io.fuxictr.message.EventCodec;
import io.fuxictr.message.Json;
import io.fuxictr.message.TaskEvent;
import io.fuxictr.message.TaskEvent.Level;
import io.fuxictr.task.Stage;
import io.fuxictr.task.TaskId;
import io.fuxictr.testing.Samples;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The link of the other processes, against a real broker. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LinkIT {
  private static final Source EVENTS =
      Source.queue(Addresses.EVENTS + "::" + Addresses.EVENTS_FOR_WEB)
          .batchesOf(100, Duration.ofMillis(20))
          .pausing(Duration.ofMillis(50));

  @TempDir private Path home;
  private BrokerSettings settings;
  private final List<String> received = new CopyOnWriteArrayList<>();

  @BeforeEach
  void choosePort() throws IOException {
    try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      settings =
          BrokerSettings.in(home.resolve("broker"))
              .keepingFree(1 << 20)
              .listening("127.0.0.1", free.getLocalPort());
    }
  }

  @Nested
  class FirstConnection {

    @Test
    void waitsForABrokerThatStartsLater() {
      try (var link = new BrokerLink(address(BrokerUser.WEB));
          TransactedLoop _ = TransactedLoop.start(link, EVENTS, LinkIT.this::collect)) {
        assertThat(link.isConnected()).isFalse();
        try (EmbeddedBroker _ = start()) {
          await().until(link::isConnected);
        }
      }
    }

    @Test
    void canBeClosedWhileItWaits() throws InterruptedException {
      var thrown = new AtomicReference<Throwable>();
      var link = new BrokerLink(address(BrokerUser.WEB));
      Thread waiting =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      link.connect();
                    } catch (LinkException e) {
                      thrown.set(e);
                    }
                  });
      await().during(Duration.ofMillis(300)).until(waiting::isAlive);
      link.close();

      assertThat(waiting.join(Duration.ofSeconds(10))).isTrue();
      assertThat(thrown.get()).isInstanceOf(LinkException.class).hasMessageContaining("is closed");
    }
  }

  @Nested
  class Loop {

    @Test
    void failedBatchComesAgainAsAWhole() throws JMSException {
      var tries = new AtomicInteger();
      var committed = new AtomicInteger();
      try (EmbeddedBroker _ = start();
          var web = new BrokerLink(address(BrokerUser.WEB));
          var worker = new BrokerLink(address(BrokerUser.WORKER))) {
        publish(worker, 10);
        try (TransactedLoop _ =
            TransactedLoop.start(
                web,
                EVENTS,
                batch -> {
                  batch.afterCommit(() -> committed.addAndGet(batch.messages().size()));
                  if (tries.incrementAndGet() == 1) {
                    throw new IllegalStateException("database is locked");
                  }
                  collect(batch);
                })) {
          await().until(() -> received.size() == 10);
          await().until(() -> committed.get() == 10);
        }
      }

      assertThat(received).containsExactlyElementsOf(lines(10));
      assertThat(tries.get()).isGreaterThan(1);
    }

    @Test
    void batchInWorkIsFinishedOnClose() {
      try (EmbeddedBroker _ = start();
          var web = new BrokerLink(address(BrokerUser.WEB));
          var worker = new BrokerLink(address(BrokerUser.WORKER))) {
        publish(worker, 1);
        var entered = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        TransactedLoop loop =
            TransactedLoop.start(
                web,
                EVENTS,
                batch -> {
                  entered.countDown();
                  await().until(() -> goOn.getCount() == 0);
                  collect(batch);
                });
        await().until(() -> entered.getCount() == 0);
        Thread closing = Thread.ofVirtual().start(loop::close);
        goOn.countDown();
        await().until(() -> !closing.isAlive());

        assertThat(received).hasSize(1);
        try (JMSContext session = web.automatic()) {
          var queue = session.createQueue(EVENTS.address());
          assertThat(session.createConsumer(queue).receiveNoWait()).isNull();
        }
      }
    }

    @Test
    void takesWhatLiesThereTogetherIfItNeedNotWaitForIt() {
      var sizes = new CopyOnWriteArrayList<Integer>();
      var goOn = new CountDownLatch(1);
      try (EmbeddedBroker _ = start();
          var web = new BrokerLink(address(BrokerUser.WEB));
          var worker = new BrokerLink(address(BrokerUser.WORKER));
          TransactedLoop _ =
              TransactedLoop.start(
                  web,
                  Source.queue(EVENTS.address()).batchesOf(6, Duration.ZERO),
                  batch -> {
                    sizes.add(batch.messages().size());
                    await().until(() -> goOn.getCount() == 0);
                    collect(batch);
                  })) {
        publish(worker, 1);
        await().until(() -> sizes.size() == 1);
        publish(worker, 10);
        goOn.countDown();
        await().until(() -> received.size() == 11);

        assertThat(sizes).containsExactly(1, 6, 4);
      }
    }

    @Test
    void takesNothingWhileSomethingIsInTheWay() {
      var obstacle = new AtomicReference<>(Optional.of("no disk"));
      try (EmbeddedBroker _ = start();
          var web = new BrokerLink(address(BrokerUser.WEB));
          var worker = new BrokerLink(address(BrokerUser.WORKER));
          TransactedLoop _ =
              TransactedLoop.start(web, EVENTS.unless(obstacle::get), LinkIT.this::collect)) {
        publish(worker, 3);
        await().during(Duration.ofMillis(500)).until(received::isEmpty);
        obstacle.set(Optional.empty());

        await().until(() -> received.size() == 3);
      }
    }

    @Test
    void goesOnAfterARestartOfTheBroker() {
      try (var web = new BrokerLink(address(BrokerUser.WEB));
          var worker = new BrokerLink(address(BrokerUser.WORKER))) {
        TransactedLoop loop;
        try (EmbeddedBroker _ = start()) {
          loop = TransactedLoop.start(web, EVENTS, LinkIT.this::collect);
          publish(worker, 3);
          await().until(() -> received.size() == 3);
        }
        await().until(() -> !web.isConnected() && web.lostFor().isPositive());
        try (loop;
            EmbeddedBroker _ = start()) {
          publish(worker, 3);
          await().atMost(Duration.ofSeconds(20)).until(() -> received.size() == 6);
          loop.close();
        }
      }
    }
  }

  @Test
  void eventsKeepTheirOrderAndAreWithTheBrokerAfterAFlush() {
    int count = 5000;
    try (EmbeddedBroker _ = start();
        var web = new BrokerLink(address(BrokerUser.WEB));
        var worker = new BrokerLink(address(BrokerUser.WORKER));
        TransactedLoop _ = TransactedLoop.start(web, EVENTS, this::collect)) {
      publish(worker, count);
      await().atMost(Duration.ofSeconds(20)).until(() -> received.size() == count);
    }

    assertThat(received).containsExactlyElementsOf(lines(count));
  }

  @Test
  void submissionsOfOneSendComeTogetherAndGoOnAfterARestartOfTheBroker() {
    var sizes = new CopyOnWriteArrayList<Integer>();
    List<ObjectNode> three =
        IntStream.range(0, 3).mapToObj(number -> Json.object().put("number", number)).toList();
    try (var web = new BrokerLink(address(BrokerUser.WEB));
        var producer = new BrokerLink(address(BrokerUser.PRODUCER));
        var sender = new SubmissionSender(producer)) {
      TransactedLoop loop;
      try (EmbeddedBroker _ = start()) {
        Source source = Source.queue(Addresses.SUBMIT).batchesOf(3, Duration.ofSeconds(5));
        loop =
            TransactedLoop.start(
                web, source, batch -> batch.afterCommit(() -> sizes.add(batch.messages().size())));
        assertThat(sender.send(three)).isTrue();
        await().until(() -> sizes.equals(List.of(3)));
      }
      try (loop;
          EmbeddedBroker _ = start()) {
        await().atMost(Duration.ofSeconds(20)).until(() -> sender.send(three));
        await().atMost(Duration.ofSeconds(20)).until(() -> sizes.equals(List.of(3, 3)));
        loop.close();
      }
    }
  }

  @Test
  void eventsGoAlongWithATransactionAndAreToldOnceMoreIfItFails() throws JMSException {
    var tries = new AtomicInteger();
    try (EmbeddedBroker _ = start();
        var web = new BrokerLink(address(BrokerUser.WEB));
        var worker = new BrokerLink(address(BrokerUser.WORKER));
        var publisher = new EventPublisher(worker);
        TransactedLoop _ = TransactedLoop.start(web, EVENTS, this::collect);
        TransactedLoop _ =
            TransactedLoop.start(
                worker,
                Source.queue(Addresses.orders(Stage.TRAIN)).pausing(Duration.ofMillis(50)),
                batch -> {
                  int before = 2 * tries.getAndIncrement();
                  publisher.publish(event(before));
                  publisher.publish(event(before + 1));
                  assertThat(publisher.tellWith(batch, Duration.ofSeconds(5))).isTrue();
                  if (before == 0) {
                    throw new IllegalStateException("the broker does not take it");
                  }
                })) {
      try (var dispatcher = new BrokerLink(address(BrokerUser.DISPATCHER));
          JMSContext session = dispatcher.automatic()) {
        new Sender(session).order(Samples.order(7, Stage.TRAIN), Samples.NOON);
      }
      await().until(() -> received.size() == 4);

      assertThat(publisher.flush(Duration.ofSeconds(5))).isTrue();
      assertThat(received).containsExactlyElementsOf(lines(4));
    }
  }

  @Test
  void eventsWaitForABrokerThatIsAway() {
    try (var web = new BrokerLink(address(BrokerUser.WEB));
        var worker = new BrokerLink(address(BrokerUser.WORKER));
        var publisher = new EventPublisher(worker)) {
      publisher.publish(event(0));
      assertThat(publisher.flush(Duration.ofMillis(200))).isFalse();
      try (EmbeddedBroker _ = start();
          TransactedLoop _ = TransactedLoop.start(web, EVENTS, this::collect)) {
        assertThat(publisher.flush(Duration.ofSeconds(20))).isTrue();
        await().until(() -> received.size() == 1);
      }
    }
  }

  @Test
  void closesAtOnceWhileTheBrokerIsAway() {
    var web = new BrokerLink(address(BrokerUser.WEB));
    var publisher = new EventPublisher(web);
    TransactedLoop loop;
    try (EmbeddedBroker _ = start()) {
      loop = TransactedLoop.start(web, EVENTS, this::collect);
      web.connect();
      await().until(web::isConnected);
    }
    await().until(() -> web.lostFor().isPositive());
    publisher.publish(event(0));

    assertTimeout(
        Duration.ofSeconds(8),
        () -> {
          loop.close();
          publisher.close();
          web.close();
        });
  }

  @Test
  void loopEndsSoonWhenTheBrokerGoesAwayAtTheSameMoment() throws InterruptedException {
    EmbeddedBroker broker = start();
    try (var web = new BrokerLink(address(BrokerUser.WEB))) {
      TransactedLoop loop = TransactedLoop.start(web, EVENTS, this::collect);
      web.connect();
      await().until(web::isConnected);

      Thread leaving = Thread.ofPlatform().start(broker::close);

      assertTimeout(Duration.ofSeconds(20), () -> loop.close(Duration.ofMinutes(1)));
      leaving.join();
    }
  }

  @Test
  void passwordIsNotShown() {
    assertThat(new BrokerAddress("tcp://host:1", "web", "secret").toString())
        .isEqualTo("web at tcp://host:1");
    try (EmbeddedBroker broker = start();
        var link =
            new BrokerLink(new BrokerAddress(broker.address(BrokerUser.WEB).url(), "web", "x1"))) {
      assertThatThrownBy(link::connect).hasMessageContaining("user or password refused");
    }
  }

  private void collect(Batch batch) throws JMSException {
    for (Message message : batch.messages()) {
      TaskEvent event = EventCodec.read(Batch.text(message));
      received.add(((TaskEvent.Logged) event.body()).message());
    }
  }

  private static void publish(BrokerLink link, int events) {
    try (var publisher = new EventPublisher(link)) {
      for (int line = 0; line < events; line++) {
        publisher.publish(event(line));
      }
      assertThat(publisher.flush(Duration.ofSeconds(20))).isTrue();
    }
  }

  private static TaskEvent event(int line) {
    return new TaskEvent(
        "e-" + line,
        new TaskId(7),
        1,
        Optional.of(Stage.TRAIN),
        Samples.NOON,
        new TaskEvent.Logged(Level.INFO, "line " + line));
  }

  private static List<String> lines(int count) {
    return IntStream.range(0, count).mapToObj(line -> "line " + line).toList();
  }

  private EmbeddedBroker start() {
    return EmbeddedBroker.start(settings, users());
  }

  private BrokerUsers users() {
    return new BrokerUsers(home.resolve("secrets"), Map.of());
  }

  private BrokerAddress address(BrokerUser user) {
    return new BrokerAddress(
        "tcp://%s:%d".formatted(settings.host(), settings.port()),
        user.login(),
        users().password(user));
  }
}

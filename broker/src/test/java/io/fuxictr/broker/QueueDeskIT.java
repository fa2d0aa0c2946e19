package io.fuxictr.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fuxictr.broker.QueueDesk.AsideMessage;
import io.fuxictr.broker.QueueDesk.QueueFigures;
import io.fuxictr.link.Batch;
import io.fuxictr.link.BrokerLink;
import io.fuxictr.link.Sender;
import io.fuxictr.message.Addresses;
import io.fuxictr.task.Stage;
import io.fuxictr.testing.Samples;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class QueueDeskIT {
  private static final String ORDERS = Addresses.orders(Stage.TRAIN);

  @TempDir private Path home;
  private EmbeddedBroker broker;
  private BrokerLink dispatcher;
  private BrokerLink operator;
  private QueueDesk desk;

  @BeforeEach
  void open() {
    broker =
        EmbeddedBroker.start(
            BrokerSettings.in(home.resolve("broker")).keepingFree(1 << 20),
            new BrokerUsers(home.resolve("secrets"), Map.of()));
    dispatcher = new BrokerLink(broker.addressWithin(BrokerUser.DISPATCHER));
    operator = new BrokerLink(broker.addressWithin(BrokerUser.OPERATOR));
    desk = new QueueDesk(operator);
  }

  @AfterEach
  void close() {
    desk.close();
    operator.close();
    dispatcher.close();
    broker.close();
  }

  private QueueFigures figures(String name) {
    return desk.queues().stream()
        .filter(queue -> queue.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void countsWhatWaitsAndWhatIsHeldAndWhoListens() {
    try (JMSContext session = dispatcher.automatic();
        var worker = new BrokerLink(broker.addressWithin(BrokerUser.WORKER));
        JMSContext work = worker.transacted()) {
      for (int task = 1; task <= 3; task++) {
        new Sender(session).order(Samples.order(task, Stage.TRAIN), Instant.now());
      }
      var consumer = work.createConsumer(work.createQueue(ORDERS));
      assertThat(consumer.receive(5000)).isNotNull();

      await().until(() -> figures(ORDERS).held() == 1 && figures(ORDERS).waiting() == 2);
      assertThat(figures(ORDERS).consumers()).isEqualTo(1);
      assertThat(figures(ORDERS).oldest()).isPresent();
      assertThat(figures(Addresses.SUBMIT))
          .isEqualTo(new QueueFigures(Addresses.SUBMIT, 0, 0, 0, 0, Optional.empty()));
    }
  }

  @Test
  void messageThatWasPutAsideIsShownWithItsReasonAndSentOnceMore() throws JMSException {
    try (JMSContext session = dispatcher.automatic()) {
      new Sender(session).rejected(Addresses.DISPATCH, "{oops", "not JSON: line 1");
      await().until(() -> desk.aside().size() == 1);
      AsideMessage message = desk.aside().getFirst();
      assertThat(message.queue()).isEqualTo(Addresses.REJECTED);
      assertThat(message.reason()).isEqualTo("not JSON: line 1");
      assertThat(message.text()).isEqualTo("{oops");
      assertThat(message.origin()).hasValue(Addresses.DISPATCH);

      assertThat(desk.requeue(message.id())).isEqualTo(Addresses.DISPATCH);

      assertThat(desk.aside()).isEmpty();
      var consumer = session.createConsumer(session.createQueue(Addresses.DISPATCH));
      assertThat(Batch.text(consumer.receive(5000))).isEqualTo("{oops");
    }
  }

  @Test
  void deadOrderGoesBackToTheWorkersOfItsStage() {
    try (JMSContext session = dispatcher.automatic()) {
      new Sender(session).order(Samples.order(7, Stage.TRAIN), Instant.now());
    }
    try (var worker = new BrokerLink(broker.addressWithin(BrokerUser.WORKER));
        JMSContext work = worker.transacted()) {
      var consumer = work.createConsumer(work.createQueue(ORDERS));
      for (int delivery = 0; delivery < 10; delivery++) {
        assertThat(consumer.receive(5000)).isNotNull();
        work.rollback();
      }
      await().until(() -> desk.aside().size() == 1);
      AsideMessage dead = desk.aside().getFirst();
      assertThat(dead.queue()).isEqualTo(Addresses.DEAD);
      assertThat(dead.task()).hasValue(7);
      assertThat(dead.reason()).contains("too often");

      assertThat(desk.requeue(dead.id())).isEqualTo(ORDERS);
      assertThat(consumer.receive(5000)).isNotNull();
    }
  }

  @Test
  void droppedMessageIsGone() {
    try (JMSContext session = dispatcher.automatic()) {
      new Sender(session).rejected(Addresses.DISPATCH, "one", "bad");
      new Sender(session).rejected(Addresses.DISPATCH, "two", "bad");
    }
    await().until(() -> desk.aside().size() == 2);
    List<AsideMessage> both = desk.aside();
    desk.drop(both.getFirst().id());

    assertThat(desk.aside()).extracting(AsideMessage::text).containsExactly("two");
    assertThatThrownBy(() -> desk.drop(both.getFirst().id()))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("There is no message");
  }
}

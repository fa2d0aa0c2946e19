package io.fuxictr.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fuxictr.link.BrokerAddress;
import io.fuxictr.link.BrokerLink;
import io.fuxictr.link.CommandSender;
import io.fuxictr.link.LinkException;
import io.fuxictr.message.Addresses;
import io.fuxictr.message.TaskCommand;
import io.fuxictr.task.Stage;
import io.fuxictr.testing.Samples;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.JMSSecurityRuntimeException;
import jakarta.jms.Message;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class EmbeddedBrokerIT {
  @TempDir private Path home;

  @Test
  void messagesOutliveARestart() throws JMSException {
    try (EmbeddedBroker broker = start(settings())) {
      send(broker, BrokerUser.WEB, Addresses.DISPATCH, "kept");
    }

    try (EmbeddedBroker broker = start(settings());
        var link = new BrokerLink(broker.addressWithin(BrokerUser.DISPATCHER));
        JMSContext session = link.automatic()) {
      Message message =
          session.createConsumer(session.createQueue(Addresses.DISPATCH)).receive(5000);
      assertThat(message.getBody(String.class)).isEqualTo("kept");
    }
  }

  @Test
  void startCommandSentTwiceArrivesOnce() {
    try (EmbeddedBroker broker = start(settings());
        var web = new BrokerLink(broker.addressWithin(BrokerUser.WEB));
        var dispatcher = new BrokerLink(broker.addressWithin(BrokerUser.DISPATCHER));
        JMSContext session = dispatcher.automatic()) {
      var start = new TaskCommand.Start(Samples.order(7, Stage.DATA_FETCH));
      new CommandSender(web).send(start);
      new CommandSender(web).send(start);

      var consumer = session.createConsumer(session.createQueue(Addresses.DISPATCH));
      assertThat(consumer.receive(5000)).isNotNull();
      assertThat(consumer.receiveNoWait()).isNull();
    }
  }

  @Test
  void senderIsRefusedWhenTheDiskIsNearlyFull() {
    try (EmbeddedBroker broker = start(settings().keepingFree(Long.MAX_VALUE / 2))) {
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThatThrownBy(
                          () -> send(broker, BrokerUser.WEB, Addresses.DISPATCH, "no room"))
                      .isInstanceOf(JMSRuntimeException.class)
                      .hasMessageContaining("full"));
    }
  }

  @Nested
  class Access {

    @Test
    void wrongPasswordIsToldAtOnce() {
      try (EmbeddedBroker broker = start(settings());
          var link =
              new BrokerLink(
                  new BrokerAddress(
                      broker.addressWithin(BrokerUser.WEB).url(), "web", "no such password"))) {
        assertThatThrownBy(link::connect)
            .isInstanceOf(LinkException.class)
            .hasMessageContaining("as web")
            .hasMessageNotContaining("no such password");
      }
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          Addresses.DISPATCH,
          Addresses.REJECTED,
          "workflow.orders.train",
          Addresses.DEAD,
          Addresses.EXPIRED,
          "activemq.management"
        })
    void producerSendsOnlySubmissions(String queue) {
      try (EmbeddedBroker broker = start(settings())) {
        assertThatThrownBy(() -> send(broker, BrokerUser.PRODUCER, queue, "x"))
            .isInstanceOf(JMSSecurityRuntimeException.class);
        assertThatThrownBy(() -> receive(broker, BrokerUser.PRODUCER, Addresses.SUBMIT))
            .isInstanceOf(JMSSecurityRuntimeException.class);
      }
    }

    @Test
    void producerGetsAReplyToItsSubmission() throws JMSException {
      try (EmbeddedBroker broker = start(settings());
          var outside = new BrokerLink(broker.addressWithin(BrokerUser.PRODUCER));
          var inside = new BrokerLink(broker.addressWithin(BrokerUser.WEB));
          JMSContext producer = outside.automatic();
          JMSContext web = inside.automatic()) {
        var replies = producer.createTemporaryQueue();
        var reader = producer.createConsumer(replies);
        producer
            .createProducer()
            .setJMSReplyTo(replies)
            .send(producer.createQueue(Addresses.SUBMIT), "{}");

        Message submission = web.createConsumer(web.createQueue(Addresses.SUBMIT)).receive(5000);
        web.createProducer().send(submission.getJMSReplyTo(), "accepted");

        assertThat(reader.receiveBody(String.class, 5000)).isEqualTo("accepted");
      }
    }

    @Test
    void workerCannotReadCommandsNorTellTheDispatcherWhatToStop() {
      try (EmbeddedBroker broker = start(settings())) {
        assertThatThrownBy(() -> receive(broker, BrokerUser.WORKER, Addresses.DISPATCH))
            .isInstanceOf(JMSSecurityRuntimeException.class);
        assertThatThrownBy(() -> receive(broker, BrokerUser.WORKER, Addresses.DEAD))
            .isInstanceOf(JMSSecurityRuntimeException.class);
      }
    }
  }

  @Nested
  class CannotStart {

    @Test
    void secondBrokerInTheSameDirectory() {
      try (EmbeddedBroker _ = start(settings())) {
        assertThatThrownBy(() -> start(settings()))
            .isInstanceOf(BrokerException.class)
            .hasMessageContaining("another broker is running there");
      }
    }

    @Test
    void portTaken() throws IOException {
      try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        BrokerSettings settings = settings().listening("127.0.0.1", other.getLocalPort());

        assertThatThrownBy(() -> start(settings))
            .isInstanceOf(BrokerException.class)
            .hasMessageContaining("127.0.0.1:" + other.getLocalPort())
            .hasMessageContaining("choose another port");
      }
      start(settings()).close();
    }

    @Test
    void dataDirectoryIsAFile() throws IOException {
      Path file = java.nio.file.Files.writeString(home.resolve("data"), "in the way");

      assertThatThrownBy(() -> start(BrokerSettings.in(file)))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining(file.toString());
    }
  }

  private BrokerSettings settings() {
    return BrokerSettings.in(home.resolve("broker")).keepingFree(1 << 20);
  }

  private EmbeddedBroker start(BrokerSettings settings) {
    return EmbeddedBroker.start(settings, new BrokerUsers(home.resolve("secrets"), Map.of()));
  }

  private static void send(EmbeddedBroker broker, BrokerUser user, String queue, String text) {
    try (var link = new BrokerLink(broker.addressWithin(user));
        JMSContext session = link.automatic()) {
      session.createProducer().send(session.createQueue(queue), text);
    }
  }

  private static void receive(EmbeddedBroker broker, BrokerUser user, String queue) {
    try (var link = new BrokerLink(broker.addressWithin(user));
        JMSContext session = link.automatic()) {
      session.createConsumer(session.createQueue(queue)).receiveNoWait();
    }
  }
}

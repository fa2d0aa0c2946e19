package io.fuxictr.web.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.broker.BrokerUser;
import io.fuxictr.broker.Listening;
import io.fuxictr.message.Addresses;
import io.fuxictr.task.Stage;
import io.fuxictr.web.WebServerFixture;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the account of other programs cannot do, whatever protocol it speaks. */
class ProducerRightsIT {
  private static final List<String> FORBIDDEN =
      Stream.concat(
              Stream.of(
                  Addresses.REJECTED,
                  Addresses.DISPATCH,
                  Addresses.CONTROL,
                  Addresses.EVENTS,
                  Addresses.EVENTS + "::" + Addresses.EVENTS_FOR_WEB,
                  Addresses.DEAD,
                  Addresses.EXPIRED,
                  "activemq.management",
                  "activemq.notifications",
                  "workflow.#",
                  "#",
                  "somewhere.else"),
              Stage.ALL.stream().map(Addresses::orders))
          .toList();

  @TempDir private Path folder;
  private WebServerFixture server;
  private Listening doors;
  private String password;

  @BeforeEach
  void start() {
    doors = FreeDoors.find();
    server = new WebServerFixture(folder, doors);
    password = server.password(BrokerUser.PRODUCER);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void amqp() throws JMSException {
    for (String address : FORBIDDEN) {
      refused(address + " send", session -> session.createProducer(session.createQueue(address)));
      refused(address + " topic", session -> session.createProducer(session.createTopic(address)));
      refused(address + " read", session -> session.createConsumer(session.createQueue(address)));
      refused(address + " listen", session -> session.createConsumer(session.createTopic(address)));
      refused(
          address + " subscribe",
          session -> session.createDurableConsumer(session.createTopic(address), "mine"));
    }
    refused("read", session -> session.createConsumer(session.createQueue(Addresses.SUBMIT)));
    refused(
        "browse",
        session -> session.createBrowser(session.createQueue(Addresses.SUBMIT)).getEnumeration());
  }

  /** Something to be tried on a session. */
  @FunctionalInterface
  private interface Trial {
    Object on(Session session) throws JMSException;
  }

  private void refused(String what, Trial trial) throws JMSException {
    try (Connection connection =
        new JmsConnectionFactory("amqp://127.0.0.1:" + doors.amqpPort())
            .createConnection("producer", password)) {
      connection.setClientID("curious");
      connection.start();
      Session session = connection.createSession();
      assertThatThrownBy(() -> trial.on(session)).as(what).isInstanceOf(JMSException.class);
    }
  }

  @Test
  void stomp() throws IOException {
    for (String address : FORBIDDEN) {
      for (String type : List.of("ANYCAST", "MULTICAST")) {
        error("SEND\ndestination:%s\ndestination-type:%s\nreceipt:r\n".formatted(address, type));
        error(
            "SUBSCRIBE\nid:0\ndestination:%s\nsubscription-type:%s\nreceipt:r\n"
                .formatted(address, type));
      }
      error(
          "SUBSCRIBE\nid:0\ndestination:%s\ndurable-subscription-name:x\nreceipt:r\n"
              .formatted(address));
    }
    error("SUBSCRIBE\nid:0\ndestination:workflow.submit\nreceipt:r\n");
    error("SUBSCRIBE\nid:0\ndestination:workflow.submit\nsubscription-type:ANYCAST\nreceipt:r\n");
    error(
        """
        SUBSCRIBE
        id:0
        destination:temp.x
        durable-subscription-name:x
        client-id:y
        receipt:r
        """);
    error("SUBSCRIBE\nid:0\ndestination:temp.x\nsubscription-type:ANYCAST\nreceipt:r\n");
  }

  private void error(String head) throws IOException {
    try (var client = new StompClient(doors.stompPort())) {
      assertThat(client.connect("producer", password).command()).isEqualTo("CONNECTED");
      client.send(head, "");
      assertThat(client.read().command()).as(head).isEqualTo("ERROR");
    }
  }

  @Test
  void mqtt() throws MqttException {
    for (String topic :
        List.of(
            "#",
            "workflow/#",
            "workflow/submit",
            "workflow/events",
            "workflow/control",
            "workflow/orders/train",
            "$SYS/#",
            "$share/x/workflow/events",
            "activemq/notifications")) {
      var client =
          new MqttClient("tcp://127.0.0.1:" + doors.mqttPort(), "curious", new MemoryPersistence());
      var options = new MqttConnectOptions();
      options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
      options.setUserName("producer");
      options.setPassword(password.toCharArray());
      try {
        client.connect(options);
        assertThatThrownBy(() -> client.subscribe(topic, 1))
            .as(topic)
            .isInstanceOf(MqttException.class);
      } finally {
        if (client.isConnected()) {
          client.disconnect();
        }
        client.close();
      }
    }
  }
}

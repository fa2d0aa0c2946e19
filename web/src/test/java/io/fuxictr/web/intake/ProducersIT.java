package io.fuxictr.web.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.broker.BrokerUser;
import io.fuxictr.broker.Listening;
import io.fuxictr.message.Addresses;
import io.fuxictr.message.Json;
import io.fuxictr.web.WebServerFixture;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptionsBuilder;
import org.eclipse.paho.mqttv5.common.packet.MqttReturnCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs of others, each with a client library that is not ours. */
class ProducersIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String QUEUE = Addresses.SUBMIT;
  private static final String TOPIC = "workflow/submit";

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

  private static String keyed(String name, String key) {
    return Json.write(Json.read(WebServerFixture.submission(name)).put("submission_key", key));
  }

  private JsonNode withKey(String key) {
    return Json.read(
            "{\"list\":" + server.get("/api/workflow/tasks?submission_key=" + key).body() + "}")
        .path("list");
  }

  private void awaitTask(String key, String name) {
    await().atMost(SOON).until(() -> withKey(key).size() == 1);
    assertThat(withKey(key).path(0).path("name").asText()).isEqualTo(name);
  }

  @Nested
  class Amqp {
    private Connection open(String user, String secret) throws JMSException {
      Connection connection =
          new JmsConnectionFactory("amqp://127.0.0.1:" + doors.amqpPort())
              .createConnection(user, secret);
      connection.start();
      return connection;
    }

    private ObjectNode ask(Session session, Message message) throws JMSException {
      TemporaryQueue replies = session.createTemporaryQueue();
      try (MessageConsumer answers = session.createConsumer(replies)) {
        message.setJMSReplyTo(replies);
        message.setJMSCorrelationID("question-7");
        session.createProducer(session.createQueue(QUEUE)).send(message);
        Message answer = answers.receive(SOON.toMillis());
        assertThat(answer.getJMSCorrelationID()).isEqualTo("question-7");
        return Json.read(answer.getBody(String.class));
      }
    }

    @Test
    void textIsAnsweredWithTheTask() throws JMSException {
      try (Connection connection = open("producer", password)) {
        Session session = connection.createSession();

        ObjectNode reply = ask(session, session.createTextMessage(keyed("by amqp", "a-1")));

        awaitTask("a-1", "by amqp");
        assertThat(reply.path("task_id")).isEqualTo(withKey("a-1").path(0).path("task_id"));
        assertThat(ask(session, session.createTextMessage(keyed("by amqp", "a-1"))))
            .isEqualTo(reply);
      }
    }

    @Test
    void bytesThatAreNoUtf8AreAnsweredWithWhatIsWrong() throws JMSException {
      try (Connection connection = open("producer", password)) {
        Session session = connection.createSession();
        BytesMessage bytes = session.createBytesMessage();
        bytes.writeBytes(new byte[] {'{', (byte) 0xc3, '}'});

        ObjectNode reply = ask(session, bytes);

        assertThat(reply.path("errors").path(0).path("msg").asText()).contains("not UTF-8");
      }
    }

    @Test
    void nobodyGetsInWithoutPassword() {
      assertThatThrownBy(() -> open("producer", "wrong")).isInstanceOf(JMSException.class);
      assertThatThrownBy(
              () -> {
                try (Connection connection =
                    new JmsConnectionFactory("amqp://127.0.0.1:" + doors.amqpPort())
                        .createConnection()) {
                  connection.start();
                }
              })
          .isInstanceOf(JMSException.class);
    }

    @Test
    void messagesWithTheSameIdOfTheirSenderAreDifferentTasks() throws JMSException {
      try (Connection connection = open("producer", password)) {
        Session session = connection.createSession();
        ObjectNode first =
            ask(session, session.createTextMessage(WebServerFixture.submission("one")));
        ObjectNode second =
            ask(session, session.createTextMessage(WebServerFixture.submission("two")));

        assertThat(second).isNotEqualTo(first);
      }
    }
  }

  @Nested
  class Stomp {
    private StompClient open() throws IOException {
      var client = new StompClient(doors.stompPort());
      assertThat(client.connect("producer", password).command()).isEqualTo("CONNECTED");
      return client;
    }

    private static String head(String replyTo) {
      return """
      SEND
      destination:workflow.submit
      destination-type:ANYCAST
      content-type:application/json
      correlation-id:question-8
      reply-to:%s
      """
          .formatted(replyTo);
    }

    @Test
    void textIsAnsweredAtAnAddressOfTheAskersMaking() throws IOException {
      try (StompClient client = open()) {
        String replies = "temp." + UUID.randomUUID();
        client.send("SUBSCRIBE\nid:0\ndestination:" + replies + "\n", "");
        client.send(head(replies), keyed("by stomp", "s-1"));

        StompClient.Frame reply = client.read();

        assertThat(reply.command()).as(reply.body()).isEqualTo("MESSAGE");
        assertThat(reply.headers()).containsEntry("correlation-id", "question-8");
        awaitTask("s-1", "by stomp");
        assertThat(Json.read(reply.body()).path("task_id"))
            .isEqualTo(withKey("s-1").path(0).path("task_id"));
      }
    }

    @Test
    void bodyWithItsLengthArrivesAsBytes() throws IOException {
      byte[] body = keyed("用户 by stomp", "s-2").getBytes(StandardCharsets.UTF_8);
      try (StompClient client = open()) {
        client.send(
            "SEND\ndestination:workflow.submit\ndestination-type:ANYCAST\nreceipt:r\ncontent-length:%d\n"
                .formatted(body.length),
            body);

        assertThat(client.read().command()).isEqualTo("RECEIPT");
        awaitTask("s-2", "用户 by stomp");
      }
    }

    @Test
    void nobodyGetsInWithoutPassword() throws IOException {
      try (var client = new StompClient(doors.stompPort());
          var nameless = new StompClient(doors.stompPort())) {
        assertThat(client.connect("producer", "wrong").command()).isEqualTo("ERROR");
        assertThat(nameless.connect("", "").command()).isEqualTo("ERROR");
      }
    }

    @Test
    void repliesToPlacesThatMayNotBeToldKeepNobodyWaiting() throws IOException {
      try (StompClient client = open()) {
        for (String place :
            new String[] {
              Addresses.orders(io.fuxictr.task.Stage.TRAIN),
              Addresses.DISPATCH,
              "activemq.management",
              "temp.#",
              "temp.nobody",
              "queue://temp.nobody",
              "/temp-queue/x",
              "",
              UUID.randomUUID().toString()
            }) {
          client.send(head(place), keyed("lost reply", "lost-" + UUID.randomUUID()));
        }
        client.send(head("temp.x"), keyed("after them", "s-3"));

        awaitTask("s-3", "after them");
      }
    }
  }

  @Nested
  class Mqtt3 {
    private MqttClient open(String user, String secret) throws MqttException {
      var client =
          new MqttClient(
              "tcp://127.0.0.1:" + doors.mqttPort(), "sensor-3", new MemoryPersistence());
      var options = new MqttConnectOptions();
      options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
      if (!user.isEmpty()) {
        options.setUserName(user);
        options.setPassword(secret.toCharArray());
      }
      client.connect(options);
      return client;
    }

    private void end(MqttClient client) throws MqttException {
      if (client.isConnected()) {
        client.disconnect();
      }
      client.close();
    }

    @Test
    void acknowledgedSubmissionIsFoundByItsKey() throws MqttException {
      MqttClient client = open("producer", password);
      try {
        client.publish(TOPIC, keyed("by mqtt 3", "m-3").getBytes(StandardCharsets.UTF_8), 1, false);

        awaitTask("m-3", "by mqtt 3");
      } finally {
        end(client);
      }
    }

    @Test
    void wrongTopicEndsTheConnectionInsteadOfVanishing() throws MqttException {
      for (String topic : new String[] {"workflow.submit", "workflow/submit/x", "elsewhere"}) {
        MqttClient client = open("producer", password);
        try {
          assertThatThrownBy(() -> client.publish(topic, new byte[] {'{', '}'}, 1, false))
              .as(topic)
              .isInstanceOf(MqttException.class);
        } finally {
          end(client);
        }
      }
    }

    @Test
    void nobodyGetsInWithoutPassword() {
      assertThatThrownBy(() -> open("producer", "wrong")).isInstanceOf(MqttException.class);
      assertThatThrownBy(() -> open("", "")).isInstanceOf(MqttException.class);
    }
  }

  @Nested
  class Mqtt5 {
    private MqttAsyncClient open() throws org.eclipse.paho.mqttv5.common.MqttException {
      var client =
          new MqttAsyncClient(
              "tcp://127.0.0.1:" + doors.mqttPort(),
              "sensor-5",
              new org.eclipse.paho.mqttv5.client.persist.MemoryPersistence());
      MqttConnectionOptions options =
          new MqttConnectionOptionsBuilder()
              .username("producer")
              .password(password.getBytes(StandardCharsets.UTF_8))
              .build();
      client.connect(options).waitForCompletion(SOON.toMillis());
      return client;
    }

    private static void end(MqttAsyncClient client)
        throws org.eclipse.paho.mqttv5.common.MqttException {
      client.disconnect().waitForCompletion(SOON.toMillis());
      client.close();
    }

    @Test
    void acknowledgedSubmissionIsFoundByItsKey()
        throws org.eclipse.paho.mqttv5.common.MqttException {
      MqttAsyncClient client = open();
      try {
        client
            .publish(TOPIC, keyed("by mqtt 5", "m-5").getBytes(StandardCharsets.UTF_8), 2, false)
            .waitForCompletion(SOON.toMillis());

        awaitTask("m-5", "by mqtt 5");
      } finally {
        end(client);
      }
    }

    @Test
    void wrongTopicIsAnsweredWithNotAuthorized()
        throws org.eclipse.paho.mqttv5.common.MqttException {
      MqttAsyncClient client = open();
      try {
        for (String topic : new String[] {"workflow.submit", "workflow/events", "elsewhere"}) {
          IMqttToken token = client.publish(topic, new byte[] {'{', '}'}, 1, false);

          assertThat(outcome(token)).as(topic).isEqualTo(MqttReturnCode.RETURN_CODE_NOT_AUTHORIZED);
        }
      } finally {
        end(client);
      }
    }

    private static int outcome(IMqttToken token) {
      try {
        token.waitForCompletion(SOON.toMillis());
        return Optional.ofNullable(token.getReasonCodes()).map(codes -> codes[0]).orElse(0);
      } catch (org.eclipse.paho.mqttv5.common.MqttException e) {
        return e.getReasonCode();
      }
    }
  }
}

package io.fuxictr.web.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.broker.BrokerSettings;
import io.fuxictr.broker.BrokerUser;
import io.fuxictr.broker.BrokerUsers;
import io.fuxictr.broker.EmbeddedBroker;
import io.fuxictr.broker.Listening;
import io.fuxictr.link.BrokerAddress;
import io.fuxictr.link.BrokerLink;
import io.fuxictr.message.Json;
import jakarta.jms.IllegalStateRuntimeException;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Replies over a broker that goes away and comes back. */
class ReplyDeskIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String ASKER = "temp.asker";

  @TempDir private Path home;
  private BrokerSettings settings;

  @BeforeEach
  void choosePort() {
    Listening doors = FreeDoors.find();
    settings = BrokerSettings.in(home.resolve("broker")).keepingFree(1 << 20).listening(doors);
  }

  @Test
  void firstReplyAfterALongAbsenceOfTheBrokerArrives() throws JMSException {
    try (var link = new BrokerLink(address(BrokerUser.WEB))) {
      var desk = new ReplyDesk(link);
      JMSContext beside;
      try (EmbeddedBroker _ = start()) {
        assertThat(answered(desk, 1).path("number").asInt()).isEqualTo(1);
        beside = link.automatic();
      }
      await().atMost(SOON).until(() -> link.lostFor().compareTo(Duration.ofSeconds(6)) > 0);
      try (EmbeddedBroker _ = start()) {
        await().atMost(SOON).until(() -> isClosed(beside));

        assertThat(answered(desk, 2).path("number").asInt()).isEqualTo(2);
      }
    }
  }

  private ObjectNode answered(ReplyDesk desk, int number) throws JMSException {
    try (var producer = new BrokerLink(address(BrokerUser.PRODUCER));
        JMSContext session = producer.automatic();
        JMSConsumer answers = session.createConsumer(session.createTopic(ASKER))) {
      Message question = session.createTextMessage("{}");
      question.setJMSReplyTo(session.createTopic(ASKER));

      desk.reply(question, Json.object().put("number", number));

      Message answer = answers.receive(SOON.toMillis());
      assertThat(answer).as("reply %d", number).isNotNull();
      return Json.read(answer.getBody(String.class));
    }
  }

  private static boolean isClosed(JMSContext session) {
    try {
      session.createTextMessage();
      return false;
    } catch (IllegalStateRuntimeException e) {
      return true;
    }
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

package io.fuxictr.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.fuxictr.link.BrokerAddress;
import io.fuxictr.link.BrokerLink;
import io.fuxictr.link.Source;
import io.fuxictr.link.TransactedLoop;
import io.fuxictr.message.Addresses;
import io.fuxictr.task.Stage;
import io.fuxictr.testing.FreePorts;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSRuntimeException;
import jakarta.jms.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ExternalBrokerIT {
  private static final String ORDERS = Addresses.orders(Stage.TRAIN);

  @TempDir private Path folder;

  @Test
  void brokerFromTheFileIsAsItShouldBe() throws Exception {
    try (var broker = new ExternalBroker(folder, BrokerXml.text())) {
      assertThat(BrokerCheck.differences(broker.address(BrokerUser.OPERATOR))).isEmpty();
    }
  }

  /** As a pair that shares its journal: the stand-in takes up what the first one left. */
  @Test
  void clientsGoOnWithTheStandInOfABroker() throws Exception {
    List<Integer> ports = FreePorts.find(2);
    var received = new CopyOnWriteArrayList<String>();
    var first = new ExternalBroker(folder, BrokerXml.text(), ports.getFirst());
    try (var dispatcher = new BrokerLink(either(ports, first, BrokerUser.DISPATCHER));
        var worker = new BrokerLink(either(ports, first, BrokerUser.WORKER))) {
      send(dispatcher, "before");
      worker.connect();
      first.close();
      try (var _ = new ExternalBroker(folder, BrokerXml.text(), ports.getLast());
          TransactedLoop _ =
              TransactedLoop.start(
                  worker,
                  Source.queue(ORDERS),
                  batch -> {
                    for (Message message : batch.messages()) {
                      received.add(message.getBody(String.class));
                    }
                  })) {
        send(dispatcher, "after");
        await().until(() -> received.contains("after"));
      }
    } finally {
      first.close();
    }

    assertThat(received).containsExactly("before", "after");
  }

  private static BrokerAddress either(List<Integer> ports, ExternalBroker broker, BrokerUser user) {
    BrokerAddress one = broker.address(user);
    return new BrokerAddress(
        "(tcp://127.0.0.1:%d,tcp://127.0.0.1:%d)".formatted(ports.getFirst(), ports.getLast()),
        one.user(),
        one.password());
  }

  /** A send that fails with the connection is tried again, as every caller does it. */
  private static void send(BrokerLink link, String text) {
    await()
        .atMost(Duration.ofSeconds(30))
        .ignoreExceptionsInstanceOf(JMSRuntimeException.class)
        .until(
            () -> {
              try (JMSContext session = link.automatic()) {
                session.createProducer().send(session.createQueue(ORDERS), text);
                return true;
              }
            });
  }

  @Test
  void embeddedBrokerIsAsItShouldBe() throws Exception {
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(
            BrokerSettings.in(folder.resolve("broker")).keepingFree(1 << 20),
            new BrokerUsers(folder.resolve("secrets"), Map.of()))) {
      assertThat(BrokerCheck.differences(broker.addressWithin(BrokerUser.OPERATOR))).isEmpty();
    }
  }

  @Test
  void everyDifferenceIsTold() throws Exception {
    String xml =
        BrokerXml.text()
            .replaceFirst("(?s) *<address name=\"workflow.expired\">.*?</address>\n", "")
            .replace(" exclusive=\"true\"", "")
            .replace(" ring-size=\"10000\"", "")
            .replaceFirst("<permission type=\"send\" roles=\"producer\"/>", "")
            .replaceFirst(
                "<permission type=\"consume\" roles=\"dispatcher,worker\"/>",
                "<permission type=\"consume\" roles=\"dispatcher,worker,producer\"/>")
            .replace(
                "<routing-enabled>false</routing-enabled>",
                "<routing-enabled>true</routing-enabled>")
            .replace(
                "<max-delivery-attempts>10</max-delivery-attempts>",
                "<max-delivery-attempts>3</max-delivery-attempts>");
    try (var broker = new ExternalBroker(folder, xml)) {
      assertThat(BrokerCheck.differences(broker.address(BrokerUser.OPERATOR)))
          .contains(
              "address workflow.expired: is missing",
              "queue workflow.dispatch: exclusive is false, must be true",
              "queue workflow.rejected: ring size is -1, must be 10000",
              "settings of workflow.orders.*: maxDeliveryAttempts is 3, must be 10",
              "rights of producer at workflow.submit: send is not allowed, and must be",
              "rights of producer at workflow.orders.*: consume is allowed, and must not be",
              "broker: routing by wildcards is true, must be false");
    }
  }

  @Test
  void namesOfTemporaryQueuesWithoutOurNamespaceAreTold() throws Exception {
    String xml = BrokerXml.text().replace("<uuid-namespace>temp</uuid-namespace>", "");
    try (var broker = new ExternalBroker(folder, xml)) {
      assertThatThrownBy(() -> BrokerCheck.differences(broker.address(BrokerUser.OPERATOR)))
          .hasMessageContaining("uuid-namespace 'temp'");
    }
  }

  @Test
  void userWhoMayNotManageIsToldSo() throws Exception {
    try (var broker = new ExternalBroker(folder, BrokerXml.text())) {
      assertThatThrownBy(() -> BrokerCheck.differences(broker.address(BrokerUser.PRODUCER)))
          .hasMessageContaining("MANAGE");
      assertThatThrownBy(
              () ->
                  BrokerCheck.differences(
                      new BrokerAddress(
                          broker.address(BrokerUser.OPERATOR).url(), "operator", "wrong")))
          .hasMessageContaining("user or password refused");
    }
  }

  @Test
  void brokerThatIsNotThereIsToldSo() {
    var nowhere = new BrokerAddress("tcp://127.0.0.1:9", "operator", "x");

    assertThatThrownBy(() -> BrokerCheck.differences(nowhere))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining("no answer");
  }
}

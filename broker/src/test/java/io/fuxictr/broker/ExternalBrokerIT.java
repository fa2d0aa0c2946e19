package io.fuxictr.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.link.BrokerAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ExternalBrokerIT {
  @TempDir private Path folder;

  @Test
  void brokerFromTheFileIsAsItShouldBe() throws Exception {
    try (var broker = new ExternalBroker(folder, BrokerXml.text())) {
      assertThat(BrokerCheck.differences(broker.address(BrokerUser.OPERATOR))).isEmpty();
    }
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

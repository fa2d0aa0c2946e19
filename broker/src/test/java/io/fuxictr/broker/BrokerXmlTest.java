package io.fuxictr.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.deployers.impl.FileConfigurationParser;
import org.junit.jupiter.api.Test;

class BrokerXmlTest {
  private final Configuration plan = new ConfigurationImpl();

  BrokerXmlTest() {
    BrokerPlan.applyTo(plan, BrokerPlan.DELIVERIES);
  }

  private static Configuration read() throws Exception {
    return new FileConfigurationParser()
        .parseMainConfig(
            new ByteArrayInputStream(BrokerXml.text().getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void rightsAreThoseOfThePlan() throws Exception {
    assertThat(read().getSecurityRoles()).isEqualTo(plan.getSecurityRoles());
  }

  @Test
  void settingsAreThoseOfThePlan() throws Exception {
    assertThat(settings(read())).isEqualTo(settings(plan));
  }

  private static Map<String, String> settings(Configuration configuration) {
    return configuration.getAddressSettings().entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue().toJSON()));
  }

  @Test
  void addressesAndQueuesAreThoseOfThePlan() throws Exception {
    assertThat(read().getAddressConfigurations())
        .extracting(CoreAddressConfiguration::getName)
        .containsExactlyInAnyOrderElementsOf(
            plan.getAddressConfigurations().stream()
                .map(CoreAddressConfiguration::getName)
                .toList());
  }

  @Test
  void restIsThatOfThePlan() throws Exception {
    Configuration file = read();

    assertThat(file.getUuidNamespace()).isEqualTo(plan.getUuidNamespace());
    assertThat(file.getWildcardConfiguration().isRoutingEnabled()).isFalse();
    assertThat(file.isSecurityEnabled()).isTrue();
    assertThat(file.getAcceptorConfigurations()).hasSize(1);
  }
}

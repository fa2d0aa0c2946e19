package io.fuxictr.broker;

import io.fuxictr.message.Json;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.security.Role;
import org.apache.activemq.artemis.core.settings.impl.AddressSettings;

/**
 * Our plan as the {@code broker.xml} of a broker of its own. Whoever has such a file already takes
 * over its addresses, settings and rights.
 */
public final class BrokerXml {
  private static final String HEAD =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <!-- An Apache ActiveMQ Artemis broker for FuxiCTR Workflow. Generated; 'fuxictr-workflow broker-check'
           compares a running broker with it.
           Each of the five users web, dispatcher, worker, producer, operator has the role of its own name. -->
      <configuration xmlns="urn:activemq">
        <core xmlns="urn:activemq:core">
          <name>fuxictr</name>
          <persistence-enabled>true</persistence-enabled>
          <security-enabled>true</security-enabled>
          <journal-type>NIO</journal-type>
          <journal-directory>${fuxictr.broker.data:./data}/journal</journal-directory>
          <bindings-directory>${fuxictr.broker.data:./data}/bindings</bindings-directory>
          <large-messages-directory>${fuxictr.broker.data:./data}/large</large-messages-directory>
          <paging-directory>${fuxictr.broker.data:./data}/paging</paging-directory>
          <journal-datasync>true</journal-datasync>
          <!-- Nanoseconds. With the default every commit waits for 3.3 ms. -->
          <journal-buffer-timeout>100000</journal-buffer-timeout>
          <min-disk-free>1G</min-disk-free>
          <message-expiry-scan-period>1000</message-expiry-scan-period>
          <id-cache-size>20000</id-cache-size>
          <persist-id-cache>true</persist-id-cache>

          <!-- Names of temporary queues count as below this one. -->
          <uuid-namespace>temp</uuid-namespace>
          <!-- With routing by wildcards, whoever may listen to replies could listen to all of them. -->
          <wildcard-addresses>
            <routing-enabled>false</routing-enabled>
          </wildcard-addresses>

          <acceptors>
            <acceptor name="core">tcp://${fuxictr.broker.host:127.0.0.1}:${fuxictr.broker.port:61616}?protocols=CORE</acceptor>
            <!-- For programs of others:
            <acceptor name="amqp">tcp://0.0.0.0:5672?protocols=AMQP</acceptor>
            <acceptor name="stomp">tcp://0.0.0.0:61613?protocols=STOMP</acceptor>
            <acceptor name="mqtt">tcp://0.0.0.0:1883?protocols=MQTT</acceptor>
            Encrypted: …;sslEnabled=true;keyStorePath=…;keyStorePassword=… -->
          </acceptors>
      """;

  private static final String FOOT =
      """
        </core>
      </configuration>
      """;

  private static final Map<String, Predicate<Role>> PERMISSIONS = permissions();

  private BrokerXml() {}

  private static Map<String, Predicate<Role>> permissions() {
    var permissions = new LinkedHashMap<String, Predicate<Role>>();
    permissions.put("send", Role::isSend);
    permissions.put("consume", Role::isConsume);
    permissions.put("browse", Role::isBrowse);
    permissions.put("createDurableQueue", Role::isCreateDurableQueue);
    permissions.put("deleteDurableQueue", Role::isDeleteDurableQueue);
    permissions.put("createNonDurableQueue", Role::isCreateNonDurableQueue);
    permissions.put("deleteNonDurableQueue", Role::isDeleteNonDurableQueue);
    permissions.put("createAddress", Role::isCreateAddress);
    permissions.put("deleteAddress", Role::isDeleteAddress);
    permissions.put("manage", Role::isManage);
    permissions.put("view", Role::isView);
    permissions.put("edit", Role::isEdit);
    return permissions;
  }

  /** Returns the names of all rights, as the broker calls them. */
  static Set<String> rights() {
    return PERMISSIONS.keySet();
  }

  /** Returns the text of the file. */
  public static String text() {
    Configuration plan = new ConfigurationImpl();
    BrokerPlan.applyTo(plan, BrokerPlan.DELIVERIES);
    var xml = new StringBuilder(HEAD).append("\n    <security-settings>\n");
    new TreeMap<>(plan.getSecurityRoles()).forEach((match, roles) -> rights(xml, match, roles));
    xml.append("    </security-settings>\n\n    <address-settings>\n");
    new TreeMap<>(plan.getAddressSettings()).forEach((match, each) -> settings(xml, match, each));
    xml.append("    </address-settings>\n\n    <addresses>\n");
    plan.getAddressConfigurations().stream()
        .sorted(Comparator.comparing(CoreAddressConfiguration::getName))
        .forEach(address -> address(xml, address));
    return xml.append("    </addresses>\n").append(FOOT).toString();
  }

  private static void rights(StringBuilder xml, String match, Set<Role> roles) {
    xml.append("      <security-setting match=\"%s\">\n".formatted(match));
    PERMISSIONS.forEach(
        (type, has) -> {
          String names =
              roles.stream()
                  .filter(has)
                  .map(Role::getName)
                  .sorted()
                  .collect(Collectors.joining(","));
          if (!names.isEmpty()) {
            xml.append("        <permission type=\"%s\" roles=\"%s\"/>\n".formatted(type, names));
          }
        });
    xml.append("      </security-setting>\n");
  }

  private static void settings(StringBuilder xml, String match, AddressSettings settings) {
    xml.append("      <address-setting match=\"%s\">\n".formatted(match));
    Json.read(settings.toJSON())
        .properties()
        .forEach(
            each -> {
              String name = element(each.getKey());
              xml.append("        <%s>%s</%s>\n".formatted(name, each.getValue().asText(), name));
            });
    xml.append("      </address-setting>\n");
  }

  private static String element(String property) {
    return property
        .replace("FullMessagePolicy", "FullPolicy")
        .replaceAll("([A-Z])", "-$1")
        .toLowerCase(Locale.ROOT);
  }

  private static void address(StringBuilder xml, CoreAddressConfiguration address) {
    List<QueueConfiguration> queues = address.getQueueConfigs();
    boolean topic = address.getRoutingTypes().toString().contains("MULTICAST");
    String kind = topic ? "multicast" : "anycast";
    xml.append("      <address name=\"%s\">\n        <%s>\n".formatted(address.getName(), kind));
    queues.forEach(queue -> queue(xml, queue));
    xml.append("        </%s>\n      </address>\n".formatted(kind));
  }

  private static void queue(StringBuilder xml, QueueConfiguration queue) {
    xml.append("          <queue name=\"%s\"".formatted(queue.getName()));
    if (Boolean.TRUE.equals(queue.isExclusive())) {
      xml.append(" exclusive=\"true\"");
    }
    if (queue.getRingSize() != null) {
      xml.append(" ring-size=\"%d\"".formatted(queue.getRingSize()));
    }
    xml.append(
        ">\n            <durable>%s</durable>\n          </queue>\n".formatted(queue.isDurable()));
  }
}

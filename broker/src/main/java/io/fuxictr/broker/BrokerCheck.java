package io.fuxictr.broker;

import com.fasterxml.jackson.databind.JsonNode;
import io.fuxictr.link.BrokerAddress;
import io.fuxictr.message.Addresses;
import io.fuxictr.message.Json;
import jakarta.jms.JMSException;
import jakarta.jms.JMSRuntimeException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.CoreAddressConfiguration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.security.Role;

/**
 * Compares a running broker with our plan and lists each difference, in words that say what is
 * there and what should be. Changes nothing.
 */
public final class BrokerCheck {
  private final BrokerQuestions questions;
  private final List<String> differences = new ArrayList<>();

  private BrokerCheck(BrokerQuestions questions) {
    this.questions = questions;
  }

  /**
   * Asks a broker.
   *
   * @param operator where it is; the user must be allowed to manage
   * @return differences, empty if there are none
   * @throws BrokerException if the broker does not answer, or refuses
   */
  public static List<String> differences(BrokerAddress operator) {
    Configuration plan = new ConfigurationImpl();
    BrokerPlan.applyTo(plan, BrokerPlan.DELIVERIES);
    try (BrokerQuestions questions = BrokerQuestions.to(operator)) {
      var check = new BrokerCheck(questions);
      check.compare(plan);
      return List.copyOf(check.differences);
    } catch (JMSException | JMSRuntimeException e) {
      throw new BrokerException("Asking the broker, %s: %s".formatted(operator, e), e);
    }
  }

  private void compare(Configuration plan) throws JMSException {
    Set<String> addresses = Set.of(questions.names("getAddressNames"));
    Set<String> queues = Set.of(questions.names("getQueueNames"));
    for (CoreAddressConfiguration address : plan.getAddressConfigurations()) {
      if (!addresses.contains(address.getName())) {
        differences.add("address %s: is missing".formatted(address.getName()));
        continue;
      }
      routing(address);
      for (QueueConfiguration queue : address.getQueueConfigs()) {
        if (queues.contains(queue.getName().toString())) {
          queue(queue);
        } else {
          differences.add("queue %s: is missing".formatted(queue.getName()));
        }
      }
    }
    for (var setting : new TreeMap<>(plan.getAddressSettings()).entrySet()) {
      settings(setting.getKey(), Json.read(setting.getValue().toJSON()));
    }
    for (var rights : new TreeMap<>(plan.getSecurityRoles()).entrySet()) {
      rights(rights.getKey(), sample(rights.getKey()), rights.getValue());
    }
    replies(plan);
    foreign();
  }

  private void routing(CoreAddressConfiguration address) throws JMSException {
    String is = String.join(",", questions.routing(address.getName()));
    String should =
        String.join(",", address.getRoutingTypes().stream().map(Enum::name).sorted().toList());
    same("address " + address.getName(), "routing type", is, should);
  }

  private void queue(QueueConfiguration queue) throws JMSException {
    String name = queue.getName().toString();
    String what = "queue " + name;
    same(what, "address", questions.ofQueue(name, "address"), queue.getAddress());
    same(what, "durable", questions.ofQueue(name, "durable"), true);
    same(
        what,
        "exclusive",
        questions.ofQueue(name, "exclusive"),
        Boolean.TRUE.equals(queue.isExclusive()));
    if (queue.getRingSize() != null) {
      same(what, "ring size", questions.ofQueue(name, "ringSize"), queue.getRingSize());
    }
  }

  private void settings(String match, JsonNode should) throws JMSException {
    JsonNode is = Json.read(questions.text("getAddressSettingsAsJSON", sample(match)));
    should
        .properties()
        .forEach(
            entry ->
                same(
                    "settings of " + match,
                    entry.getKey(),
                    is.path(entry.getKey()).asText(),
                    entry.getValue().asText()));
  }

  private void rights(String match, String at, Set<Role> should) throws JMSException {
    Map<String, JsonNode> is = roles(at);
    Map<String, JsonNode> planned = new HashMap<>();
    should.forEach(role -> planned.put(role.getName(), Json.read(role.toJson().toString())));
    for (BrokerUser user : BrokerUser.ALL) {
      JsonNode mine = planned.getOrDefault(user.login(), Json.object());
      JsonNode theirs = is.getOrDefault(user.login(), Json.object());
      for (String right : BrokerXml.rights()) {
        boolean may = theirs.path(right).asBoolean();
        if (may != mine.path(right).asBoolean()) {
          differences.add(
              "rights of %s at %s: %s %s"
                  .formatted(
                      user.login(),
                      match,
                      right,
                      may ? "is allowed, and must not be" : "is not allowed, and must be"));
        }
      }
    }
  }

  private Map<String, JsonNode> roles(String at) throws JMSException {
    JsonNode list =
        Json.read("{\"roles\":%s}".formatted(questions.text("getRolesAsJSON", at))).path("roles");
    var roles = new HashMap<String, JsonNode>();
    list.forEach(role -> roles.put(role.path("name").asText(), role));
    return roles;
  }

  private void replies(Configuration plan) throws JMSException {
    rights(
        "temporary queues (uuid-namespace must be '%s')".formatted(Addresses.REPLIES),
        UUID.randomUUID().toString(),
        plan.getSecurityRoles().getOrDefault(Addresses.REPLIES + ".#", Set.of()));
    same("broker", "routing by wildcards", questions.ofBroker("wildcardRoutingEnabled"), false);
    same("broker", "security", questions.ofBroker("securityEnabled"), true);
    same("broker", "persistence", questions.ofBroker("persistenceEnabled"), true);
  }

  /** Where we have nothing to do, none of our users has either. */
  private void foreign() throws JMSException {
    rights("all other addresses", "fuxictr.elsewhere", Set.of());
  }

  private static String sample(String match) {
    return match.replaceFirst("\\.[#*]$", ".train").replaceFirst("^#$", "fuxictr.elsewhere");
  }

  private void same(String what, String property, Object is, Object should) {
    if (!String.valueOf(is).equals(String.valueOf(should))) {
      differences.add("%s: %s is %s, must be %s".formatted(what, property, is, should));
    }
  }
}

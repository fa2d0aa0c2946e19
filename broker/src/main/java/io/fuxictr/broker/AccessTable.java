package io.fuxictr.broker;

import io.fuxictr.message.Addresses;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.security.Role;

/**
 * Who may do what at which address. What is not said here is refused.
 *
 * <p>The rules of the most specific pattern count, those of wider ones do not add to them.
 */
final class AccessTable {

  /** Something that a user may be allowed to do at an address. */
  private enum Right {
    SEND,
    CONSUME,
    /** Listen to a topic while connected. */
    SUBSCRIBE,
    /** Create a queue for replies, read it and drop it. */
    REPLY_QUEUE,
    BROWSE,
    MANAGE
  }

  /** A user, a pattern of addresses, and the rights there. */
  private record Rule(BrokerUser user, String addresses, Set<Right> rights) {

    static Rule of(BrokerUser user, String addresses, Right first, Right... more) {
      return new Rule(user, addresses, EnumSet.of(first, more));
    }
  }

  private static final String ORDERS = "workflow.orders.*";
  private static final String REPLIES = Addresses.REPLIES + ".#";

  private static final List<String> OURS =
      List.of(
          Addresses.SUBMIT,
          Addresses.REJECTED,
          Addresses.DISPATCH,
          ORDERS,
          Addresses.CONTROL,
          Addresses.EVENTS,
          Addresses.DEAD,
          Addresses.EXPIRED);

  private static final List<Rule> RULES =
      List.of(
          Rule.of(BrokerUser.PRODUCER, Addresses.SUBMIT, Right.SEND),
          Rule.of(BrokerUser.PRODUCER, REPLIES, Right.REPLY_QUEUE),
          Rule.of(BrokerUser.WEB, Addresses.SUBMIT, Right.CONSUME),
          Rule.of(BrokerUser.WEB, Addresses.REJECTED, Right.SEND),
          Rule.of(BrokerUser.WEB, Addresses.DISPATCH, Right.SEND),
          Rule.of(BrokerUser.WEB, Addresses.EVENTS, Right.CONSUME),
          Rule.of(BrokerUser.WEB, REPLIES, Right.SEND),
          Rule.of(BrokerUser.DISPATCHER, Addresses.DISPATCH, Right.SEND, Right.CONSUME),
          Rule.of(BrokerUser.DISPATCHER, ORDERS, Right.SEND, Right.CONSUME),
          Rule.of(BrokerUser.DISPATCHER, Addresses.CONTROL, Right.SEND),
          Rule.of(BrokerUser.DISPATCHER, Addresses.EVENTS, Right.SEND),
          Rule.of(BrokerUser.DISPATCHER, Addresses.DEAD, Right.CONSUME),
          Rule.of(BrokerUser.DISPATCHER, Addresses.EXPIRED, Right.CONSUME),
          Rule.of(BrokerUser.DISPATCHER, Addresses.REJECTED, Right.SEND),
          Rule.of(BrokerUser.WORKER, ORDERS, Right.CONSUME, Right.SEND),
          Rule.of(BrokerUser.WORKER, Addresses.DISPATCH, Right.SEND),
          Rule.of(BrokerUser.WORKER, Addresses.CONTROL, Right.SUBSCRIBE),
          Rule.of(BrokerUser.WORKER, Addresses.EVENTS, Right.SEND),
          Rule.of(BrokerUser.OPERATOR, Addresses.REJECTED, Right.CONSUME),
          // The broker sends answers of its management in the name of the asker.
          Rule.of(BrokerUser.OPERATOR, REPLIES, Right.REPLY_QUEUE, Right.SEND),
          Rule.of(BrokerUser.OPERATOR, "activemq.management.#", Right.MANAGE));

  private AccessTable() {}

  static void applyTo(Configuration configuration) {
    for (String pattern : patterns()) {
      configuration.putSecurityRoles(pattern, roles(pattern));
    }
  }

  private static Set<String> patterns() {
    var patterns = new HashSet<String>(OURS);
    RULES.forEach(rule -> patterns.add(rule.addresses()));
    return patterns;
  }

  private static Set<Role> roles(String pattern) {
    var rights = new EnumMap<BrokerUser, EnumSet<Right>>(BrokerUser.class);
    if (OURS.contains(pattern)) {
      rights.put(BrokerUser.OPERATOR, EnumSet.of(Right.BROWSE));
    }
    for (Rule rule : RULES) {
      if (rule.addresses().equals(pattern)) {
        rights.computeIfAbsent(rule.user(), _ -> EnumSet.noneOf(Right.class)).addAll(rule.rights());
      }
    }
    var roles = new ArrayList<Role>();
    rights.forEach((user, granted) -> roles.add(role(user, granted)));
    return Set.copyOf(roles);
  }

  private static Role role(BrokerUser user, Set<Right> rights) {
    boolean replies = rights.contains(Right.REPLY_QUEUE);
    boolean subscribes = rights.contains(Right.SUBSCRIBE);
    boolean manages = rights.contains(Right.MANAGE);
    boolean consumes = rights.contains(Right.CONSUME);
    return new Role(
        user.login(),
        /* send= */ rights.contains(Right.SEND) || manages,
        /* consume= */ consumes || replies || subscribes,
        /* createDurableQueue= */ false,
        /* deleteDurableQueue= */ false,
        /* createNonDurableQueue= */ replies || subscribes,
        /* deleteNonDurableQueue= */ replies || subscribes,
        /* manage= */ manages,
        /* browse= */ consumes || replies || rights.contains(Right.BROWSE),
        /* createAddress= */ replies,
        /* deleteAddress= */ replies,
        /* view= */ manages,
        /* edit= */ manages);
  }
}

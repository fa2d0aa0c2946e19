package io.fuxictr.broker;

import java.util.List;
import java.util.Locale;

/** One of the kinds of client; each may only what its part needs. */
public enum BrokerUser {
  /** The web server: takes submissions and events, sends commands. */
  WEB,
  /** The dispatcher: takes commands and outcomes, sends orders, stops and events. */
  DISPATCHER,
  /** A worker of any stage: takes orders, sends outcomes and events. */
  WORKER,
  /** A program of somebody else: sends submissions and reads the replies. */
  PRODUCER,
  /** A person who looks after the broker: browses everything, empties what was put aside. */
  OPERATOR;

  /** All users. */
  public static final List<BrokerUser> ALL = List.of(values());

  /** Returns the name to log in with. */
  public String login() {
    return name().toLowerCase(Locale.ROOT);
  }
}

/**
 * The way to the broker: connections that come back by themselves, the loop that takes a message,
 * works, sends and commits in one transaction, and the senders of the messages in {@code
 * io.fuxictr.message}. The only JMS code that processes share; knows no stage and no database.
 *
 * <p>Start with {@link io.fuxictr.link.BrokerLink}, then {@link io.fuxictr.link.TransactedLoop}.
 * Sessions, and the {@link io.fuxictr.link.Sender senders} on them, belong to one thread; all other
 * types are thread-safe. No thread in here is ever interrupted: an interrupt inside a JMS call
 * would void its transaction.
 */
@NullMarked
package io.fuxictr.link;

import org.jspecify.annotations.NullMarked;

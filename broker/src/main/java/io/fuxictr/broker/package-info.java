/**
 * The post office: an embedded broker with our addresses, limits and users. Knows the names of the
 * addresses; knows no message.
 *
 * <p>Start with {@link io.fuxictr.broker.EmbeddedBroker}. A broker is started and closed by one
 * thread; everything else is immutable or thread-safe.
 */
@NullMarked
package io.fuxictr.broker;

import org.jspecify.annotations.NullMarked;

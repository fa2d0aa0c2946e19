/**
 * Decides what runs next. Takes commands and outcomes, sends orders, stops and events; keeps
 * nothing that another dispatcher would miss, since each message carries all it needs. Knows no
 * stage's work and no database.
 *
 * <p>Start with {@link io.fuxictr.dispatcher.Dispatcher}, then {@code Route}, which holds all
 * decisions as pure functions. Messages are worked on in their order, those that wait already in
 * one transaction; {@code Plan} is what follows from them.
 */
@NullMarked
package io.fuxictr.dispatcher;

import org.jspecify.annotations.NullMarked;

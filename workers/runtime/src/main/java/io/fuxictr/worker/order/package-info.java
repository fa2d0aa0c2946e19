/**
 * Runs the attempts of a stage: takes orders, gives the stage its context, stops it when it has to
 * stop, and turns its end into an outcome. Knows the broker through {@code io.fuxictr.link}; knows
 * no particular stage.
 *
 * <p>Start with {@link io.fuxictr.worker.order.Worker}, then {@code AttemptRunner}. An attempt has
 * three threads: the loop that holds its transaction, the stage's own, and a watch. Only the
 * stage's own is ever interrupted.
 */
@NullMarked
package io.fuxictr.worker.order;

import org.jspecify.annotations.NullMarked;

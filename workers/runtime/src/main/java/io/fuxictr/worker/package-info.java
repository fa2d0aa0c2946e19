/**
 * What a stage is and all that it may touch. Knows orders and events as types; knows no broker.
 *
 * <p>Start with {@link io.fuxictr.worker.StageWorker}. A context belongs to one attempt; its
 * methods may be called from any thread of that attempt.
 */
@NullMarked
package io.fuxictr.worker;

import org.jspecify.annotations.NullMarked;

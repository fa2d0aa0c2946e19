/**
 * Models that compare what a user did, one by one, with what is offered. Knows no training.
 *
 * <p>Start with {@link io.fuxictr.ctr.model.sequence.Din}. A network belongs to one thread.
 */
@NullMarked
package io.fuxictr.ctr.model.sequence;

import org.jspecify.annotations.NullMarked;

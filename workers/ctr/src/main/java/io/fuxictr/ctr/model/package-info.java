/**
 * What every model is: a network from a batch to one logit per sample and objective. Knows no
 * particular model, no loss and no training.
 *
 * <p>Start with {@link io.fuxictr.ctr.model.Network}. A network belongs to one thread.
 */
@NullMarked
package io.fuxictr.ctr.model;

import org.jspecify.annotations.NullMarked;

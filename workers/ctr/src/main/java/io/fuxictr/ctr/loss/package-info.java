/**
 * From logits and labels to the number that training makes small: losses per objective, their
 * weights, penalties on weights. Knows no model.
 *
 * <p>Start with {@link io.fuxictr.ctr.loss.LossWeighting}. Used by the training thread alone.
 */
@NullMarked
package io.fuxictr.ctr.loss;

import org.jspecify.annotations.NullMarked;

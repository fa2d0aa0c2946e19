/**
 * Samples on their way from a source to the model: stored by rows, shuffled, cut into batches,
 * loaded on a thread of their own. Knows tensors only as the last step; knows no model.
 *
 * <p>Start with {@link io.fuxictr.ctr.batch.FieldLayout}. What is handed out belongs to the taker.
 */
@NullMarked
package io.fuxictr.ctr.batch;

import org.jspecify.annotations.NullMarked;

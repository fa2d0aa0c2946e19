/**
 * What layers are: DJL blocks with weights that carry the reference's names, and the pass in which
 * they compute. Knows no particular layer, no loss and no optimizer.
 *
 * <p>Start with {@link io.fuxictr.ctr.layer.Weight}, then {@link
 * io.fuxictr.ctr.layer.WeightedBlock} and {@link io.fuxictr.ctr.layer.Pass}. Blocks and weights
 * belong to the thread that trains or predicts.
 */
@NullMarked
package io.fuxictr.ctr.layer;

import org.jspecify.annotations.NullMarked;

/**
 * Products of fields that have weights or forms of their own: weighed and turned pairs, circular
 * products, combinations of many fields, trained powers.
 *
 * <p>Start with {@link io.fuxictr.ctr.layer.product.PairProducts} and {@link
 * io.fuxictr.ctr.layer.product.CombinationSums}; plain pairs are in {@code layer.interaction}.
 * Blocks belong to the thread that trains or predicts.
 */
@NullMarked
package io.fuxictr.ctr.layer.product;

import org.jspecify.annotations.NullMarked;

/**
 * Perceptrons and what they consist of: products, normalisations, activations. Perceptrons that
 * read the same input, and perceptrons of one shape, are computed as one product.
 *
 * <p>Start with {@link io.fuxictr.ctr.layer.dense.MlpShape}, then {@link
 * io.fuxictr.ctr.layer.dense.Mlp} and {@link io.fuxictr.ctr.layer.dense.WideMlps}. Blocks belong to
 * the thread that trains or predicts.
 */
@NullMarked
package io.fuxictr.ctr.layer.dense;

import org.jspecify.annotations.NullMarked;

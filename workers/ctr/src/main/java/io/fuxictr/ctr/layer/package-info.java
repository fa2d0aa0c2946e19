/**
 * The parts models are made of, as DJL blocks, and the weights they train. Shapes stand in the
 * Javadoc; parts that read the same input are computed as one product. Knows no loss and no
 * optimizer.
 *
 * <p>Start with {@link io.fuxictr.ctr.layer.Weight}, then {@link
 * io.fuxictr.ctr.layer.FeatureEmbedding} and {@link io.fuxictr.ctr.layer.WideMlps}. Blocks and
 * weights belong to the thread that trains or predicts.
 */
@NullMarked
package io.fuxictr.ctr.layer;

import org.jspecify.annotations.NullMarked;

/**
 * From the columns of a batch to vectors: tables, vectors of numbers, pooled sequences. All
 * features of one width share one table and one look-up.
 *
 * <p>Start with {@link io.fuxictr.ctr.layer.embedding.FeatureEmbedding} and {@link
 * io.fuxictr.ctr.layer.embedding.EmbeddedFields}. Blocks belong to the thread that trains or
 * predicts.
 */
@NullMarked
package io.fuxictr.ctr.layer.embedding;

import org.jspecify.annotations.NullMarked;

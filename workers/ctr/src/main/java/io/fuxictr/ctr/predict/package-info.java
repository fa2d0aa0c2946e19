/**
 * Models with their weights in memory, and what they predict. Knows no training.
 *
 * <p>Start with {@link io.fuxictr.ctr.predict.RankModel}, then {@link
 * io.fuxictr.ctr.predict.Predictor}. A model is used by one thread at a time and holds native
 * memory until it is closed.
 */
@NullMarked
package io.fuxictr.ctr.predict;

import org.jspecify.annotations.NullMarked;

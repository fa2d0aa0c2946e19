/**
 * The second stage: merges the configuration of the run, trains the model, publishes it. Knows
 * experiments and models; knows no broker and no SQL.
 *
 * <p>Start with {@link io.fuxictr.train.TrainStage}. One training at a time per process.
 */
@NullMarked
package io.fuxictr.train;

import org.jspecify.annotations.NullMarked;

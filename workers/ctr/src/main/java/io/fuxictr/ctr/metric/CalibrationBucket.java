package io.fuxictr.ctr.metric;

/**
 * Samples of similar prediction.
 *
 * @param rows how many
 * @param meanPrediction what was expected of them
 * @param meanLabel what came true
 */
public record CalibrationBucket(long rows, double meanPrediction, double meanLabel) {}

package io.fuxictr.ctr.train;

import io.fuxictr.dataset.sample.SampleSource;

/**
 * What a model is trained with.
 *
 * @param train samples to learn from
 * @param valid samples that decide when to stop
 */
record TrainingData(SampleSource train, SampleSource valid) {}

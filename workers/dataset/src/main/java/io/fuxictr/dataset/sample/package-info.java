/**
 * Encoded samples in blocks of primitive arrays: what a model is trained on and asked about. Knows
 * no file format and no tensor.
 *
 * <p>Start with {@link io.fuxictr.dataset.sample.SampleSource}; {@link
 * io.fuxictr.dataset.sample.ProcessedSamples} reads a built dataset, {@link
 * io.fuxictr.dataset.sample.RawSamples} encodes raw parts on the way. A reader and its blocks
 * belong to one thread; a block may be handed over to another.
 */
@NullMarked
package io.fuxictr.dataset.sample;

import org.jspecify.annotations.NullMarked;

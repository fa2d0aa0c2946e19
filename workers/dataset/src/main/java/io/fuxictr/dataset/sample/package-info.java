/**
 * Encoded samples in blocks of primitive arrays: what a model is trained on and asked about. Knows
 * no file format and no tensor.
 *
 * <p>Start with {@link io.fuxictr.dataset.sample.SampleSource}. A reader and its blocks belong to
 * one thread; a block may be handed over to another.
 */
@NullMarked
package io.fuxictr.dataset.sample;

import org.jspecify.annotations.NullMarked;

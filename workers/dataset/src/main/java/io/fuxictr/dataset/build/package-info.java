/**
 * Building of datasets: raw files in, encoded parts and what was learnt from them out. Streams;
 * memory is bounded by vocabularies and one row group, not by rows. Knows no stage and no tensor.
 *
 * <p>Start with {@link io.fuxictr.dataset.build.DatasetConfig}, which reads a configuration, or
 * {@link io.fuxictr.dataset.build.DatasetBuilder}, which does the work. A builder belongs to one
 * thread and uses helpers of its own; data types are immutable.
 */
@NullMarked
package io.fuxictr.dataset.build;

import org.jspecify.annotations.NullMarked;

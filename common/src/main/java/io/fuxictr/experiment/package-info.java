/**
 * What users configure per model: where the files are, how sections inherit, and what a run is
 * trained with. Reads files; writes none.
 *
 * <p>Start with {@link io.fuxictr.experiment.ExperimentFiles}. Immutable and thread-safe.
 */
@NullMarked
package io.fuxictr.experiment;

import org.jspecify.annotations.NullMarked;

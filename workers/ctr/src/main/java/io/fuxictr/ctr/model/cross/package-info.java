/**
 * Single-objective models that multiply features with each other explicitly, layer by layer, beside
 * a perceptron or instead of it.
 *
 * <p>Start with {@link io.fuxictr.ctr.model.cross.Dcn}. A network belongs to one thread.
 */
@NullMarked
package io.fuxictr.ctr.model.cross;

import org.jspecify.annotations.NullMarked;

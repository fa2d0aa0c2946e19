/**
 * Single-objective models whose weights are generated for each sample.
 *
 * <p>Start with {@link io.fuxictr.ctr.model.adaptive.ApgDeepFm}. A network belongs to one thread.
 */
@NullMarked
package io.fuxictr.ctr.model.adaptive;

import org.jspecify.annotations.NullMarked;

/**
 * All models by their names. Knows every architecture, so that nobody else needs to.
 *
 * <p>Start with {@link io.fuxictr.ctr.zoo.ModelRegistry}. Thread-safe.
 */
@NullMarked
package io.fuxictr.ctr.zoo;

import org.jspecify.annotations.NullMarked;

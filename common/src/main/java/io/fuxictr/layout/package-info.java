/**
 * Where files lie. One object that all stages use, so that what one writes the next one finds.
 *
 * <p>Start with {@link io.fuxictr.layout.StorageLayout}. Immutable; touches no file.
 */
@NullMarked
package io.fuxictr.layout;

import org.jspecify.annotations.NullMarked;

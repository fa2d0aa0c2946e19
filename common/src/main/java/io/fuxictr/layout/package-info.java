/**
 * Where files lie. One object that all stages use, so that what one writes the next one finds; and
 * the one file that tells this storage from others.
 *
 * <p>Start with {@link io.fuxictr.layout.StorageLayout}, which is immutable and touches no file.
 */
@NullMarked
package io.fuxictr.layout;

import org.jspecify.annotations.NullMarked;

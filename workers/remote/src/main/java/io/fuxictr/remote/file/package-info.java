/**
 * Files of this host: which of a folder count, what they should be, and how they get their names.
 * Knows no other host.
 *
 * <p>Start with {@link io.fuxictr.remote.file.Manifest}. Records are immutable.
 */
@NullMarked
package io.fuxictr.remote.file;

import org.jspecify.annotations.NullMarked;

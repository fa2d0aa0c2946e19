/**
 * An SSH server of one's own on this host, for measurements and tests. Nothing that does the work
 * of a task uses it.
 */
@NullMarked
package io.fuxictr.remote.loopback;

import org.jspecify.annotations.NullMarked;

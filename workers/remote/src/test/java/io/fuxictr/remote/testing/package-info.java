/** A real source server for tests, where there is one. */
@NullMarked
package io.fuxictr.remote.testing;

import org.jspecify.annotations.NullMarked;

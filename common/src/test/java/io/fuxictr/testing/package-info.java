/**
 * Values and waiting for the tests of all modules. Knows the contracts only.
 *
 * <p>Start with {@link io.fuxictr.testing.Samples}.
 */
@NullMarked
package io.fuxictr.testing;

import org.jspecify.annotations.NullMarked;

/**
 * Measures what the product holds, always beside something else in the same run.
 *
 * <p>Start with {@link io.fuxictr.deploy.bench.QueueBench}. Nothing here is part of the programs.
 */
@NullMarked
package io.fuxictr.deploy.bench;

import org.jspecify.annotations.NullMarked;

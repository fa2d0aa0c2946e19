/**
 * The demonstration: makes data with a known truth, runs the whole pipeline on it and shows what
 * came out. Sees the pipeline only as its users do, through REST, events and the result table.
 *
 * <p>Start with {@link io.fuxictr.deploy.demo.Demo}. For one thread unless a type says otherwise.
 */
@NullMarked
package io.fuxictr.deploy.demo;

import org.jspecify.annotations.NullMarked;

/**
 * What the tests of the stages stand on. Knows the contract of a stage, but no stage and no broker.
 *
 * <p>Start with {@link io.fuxictr.worker.testing.RecordingContext}. A test prepares a context on
 * one thread and may then look at it and stop it while a stage runs on another.
 */
@NullMarked
package io.fuxictr.worker.testing;

import org.jspecify.annotations.NullMarked;

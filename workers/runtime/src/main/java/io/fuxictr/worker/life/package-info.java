/**
 * Signs of life: what a worker is doing and what its process takes, told at intervals. Knows no
 * stage's work.
 *
 * <p>Start with {@link io.fuxictr.worker.life.Pulse}. Thread-safe unless a type says otherwise.
 */
@NullMarked
package io.fuxictr.worker.life;

import org.jspecify.annotations.NullMarked;

/**
 * Training: epochs of steps, evaluations, early stop, checkpoints and resuming. Knows no workflow
 * task; whoever calls passes a listener and folders.
 *
 * <p>Start with {@link io.fuxictr.ctr.train.Trainer}. A trainer works on the thread that calls it.
 */
@NullMarked
package io.fuxictr.ctr.train;

import org.jspecify.annotations.NullMarked;

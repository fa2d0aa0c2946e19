/**
 * The last stage: sums up what the others did, writes the report and clears staging. Knows no
 * broker, and of the other stages only what they left in their checkpoints.
 *
 * <p>Start with {@link io.fuxictr.monitor.MonitorStage}. It keeps nothing between attempts.
 */
@NullMarked
package io.fuxictr.monitor;

import org.jspecify.annotations.NullMarked;

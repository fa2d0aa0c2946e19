/**
 * The fault suite: every program in a process of its own, tasks submitted without end, and faults
 * that really happen, at random moments. What is checked afterwards is seen from outside.
 *
 * <p>Start with {@link io.fuxictr.deploy.chaos.ChaosIT}, then {@link
 * io.fuxictr.deploy.chaos.Faults} and {@link io.fuxictr.deploy.chaos.Audit}.
 */
@NullMarked
package io.fuxictr.deploy.chaos;

import org.jspecify.annotations.NullMarked;

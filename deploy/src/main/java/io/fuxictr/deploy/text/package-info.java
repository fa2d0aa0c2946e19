/**
 * Text for people at a terminal: tables, events as lines, the progress of stages. Knows the fields
 * of events, and nothing of where they come from.
 *
 * <p>Start with {@link io.fuxictr.deploy.text.StageProgress}. For one thread.
 */
@NullMarked
package io.fuxictr.deploy.text;

import org.jspecify.annotations.NullMarked;

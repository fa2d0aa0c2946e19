/**
 * The words of the domain: tasks, stages, attempts, and what comes of them. Knows no broker, no
 * database and no file.
 *
 * <p>Start with {@link io.fuxictr.task.Submission} and {@link io.fuxictr.task.Stage}. All types are
 * immutable.
 */
@NullMarked
package io.fuxictr.task;

import org.jspecify.annotations.NullMarked;

/**
 * The history of all tasks in one SQLite file: tasks, steps, figures, and every event as browsers
 * were told it. The only SQL of the web server, in {@code statements.yaml} and numbered migrations.
 * Knows neither HTTP nor the broker.
 *
 * <p>Start with {@link io.fuxictr.web.store.Database}; how events become a state is {@link
 * io.fuxictr.web.store.TaskState}. Thread-safe; all writing is done one after the other.
 */
@NullMarked
package io.fuxictr.web.store;

import org.jspecify.annotations.NullMarked;

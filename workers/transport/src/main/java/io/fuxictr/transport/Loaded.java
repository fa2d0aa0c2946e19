package io.fuxictr.transport;

import java.time.Instant;

/**
 * What became of a {@link Load}.
 *
 * @param rows rows of this result in the table
 * @param tableRows rows of the table in all
 * @param at when they were loaded
 * @param already whether that was before, so that nothing was done now
 */
public record Loaded(long rows, long tableRows, Instant at, boolean already) {}

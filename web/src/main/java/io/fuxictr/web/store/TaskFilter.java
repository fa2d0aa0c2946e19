package io.fuxictr.web.store;

/**
 * Which tasks to list. Empty texts filter nothing.
 *
 * @param user owner
 * @param status wire name of a status
 * @param model model
 * @param nameContains part of the name, whatever its case
 * @param submissionKey key that the task was submitted under
 * @param limit at most so many
 * @param offset after so many
 */
public record TaskFilter(
    String user,
    String status,
    String model,
    String nameContains,
    String submissionKey,
    int limit,
    int offset) {}

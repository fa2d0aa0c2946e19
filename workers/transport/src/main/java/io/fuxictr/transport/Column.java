package io.fuxictr.transport;

/**
 * A column of a table or of part files.
 *
 * @param name as it is written there
 * @param type in DuckDB's words, such as {@code VARCHAR[]}
 */
record Column(String name, String type) {}

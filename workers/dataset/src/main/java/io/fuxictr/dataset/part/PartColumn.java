package io.fuxictr.dataset.part;

/**
 * A column of a part.
 *
 * @param name its name
 * @param type what it holds
 * @param declaration its type as the file declares it, for messages and comparison
 */
public record PartColumn(String name, ColumnType type, String declaration) {}

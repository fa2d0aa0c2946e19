package io.fuxictr.transport;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code DESCRIBE FORMATTED} says of a table, in Spark's form or in Hive's.
 *
 * @param columns its columns without those it is partitioned by, types in Hive's words
 * @param partitionColumns names of the columns it is partitioned by, in their order
 * @param details what else is said, by name in lower case
 */
record HiveTable(List<Column> columns, List<String> partitionColumns, Map<String, String> details) {

  /** Takes copies. */
  HiveTable {
    columns = List.copyOf(columns);
    partitionColumns = List.copyOf(partitionColumns);
    details = Map.copyOf(details);
  }

  /** The parts of the text. */
  private enum Part {
    COLUMNS,
    PARTITION_COLUMNS,
    DETAILS
  }

  /** Reads the text. */
  static HiveTable parse(String described) {
    var columns = new ArrayList<Column>();
    var partitionColumns = new ArrayList<String>();
    var details = new HashMap<String, String>();
    Part part = Part.COLUMNS;
    for (String line : described.split("\n", -1)) {
      String[] cells = line.split("\t", -1);
      String name = cells[0].strip();
      String value = cells.length > 1 ? cells[1].strip() : "";
      if (name.startsWith("#")) {
        part = part(name).orElse(part);
      } else if (!name.isEmpty()) {
        switch (part) {
          case COLUMNS -> columns.add(new Column(name, value.toLowerCase(Locale.ROOT)));
          case PARTITION_COLUMNS -> partitionColumns.add(name);
          case DETAILS -> details.putIfAbsent(key(name), value);
        }
      }
    }
    columns.removeIf(column -> partitionColumns.contains(column.name()));
    return new HiveTable(columns, partitionColumns, details);
  }

  private static Optional<Part> part(String title) {
    if (title.startsWith("# Partition Information")) {
      return Optional.of(Part.PARTITION_COLUMNS);
    }
    return title.startsWith("# Detailed") || title.startsWith("# Storage")
        ? Optional.of(Part.DETAILS)
        : Optional.empty();
  }

  private static String key(String name) {
    return name.replaceAll(":$", "").toLowerCase(Locale.ROOT);
  }

  /** Returns the folder that its files lie in, as a URI. */
  Optional<String> location() {
    return Optional.ofNullable(details.get("location"));
  }

  /** Returns why files cannot be loaded into it, if they cannot. */
  Optional<String> obstacle() {
    if (details.getOrDefault("type", details.getOrDefault("table type", "")).contains("VIEW")) {
      return Optional.of("it is a view");
    }
    String format = details.getOrDefault("inputformat", "");
    if (!format.substring(format.lastIndexOf('.') + 1).contains("Parquet")) {
      return Optional.of(
          "its files are no Parquet files (%s)"
              .formatted(format.isEmpty() ? "no input format is known" : format));
    }
    if (!details.getOrDefault("provider", "hive").equals("hive")) {
      return Optional.of("it was created USING %s".formatted(details.get("provider")));
    }
    return location().isEmpty() ? Optional.of("it has no location") : Optional.empty();
  }
}

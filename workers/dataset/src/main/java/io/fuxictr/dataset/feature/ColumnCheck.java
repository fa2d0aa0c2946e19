package io.fuxictr.dataset.feature;

import io.fuxictr.dataset.part.ColumnType;
import io.fuxictr.dataset.part.DatasetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Comparison of declared columns with those of the data. */
final class ColumnCheck {

  private ColumnCheck() {}

  /**
   * Checks that all columns are there and hold what they are declared to hold.
   *
   * @param action what is being attempted, for the message
   * @throws DatasetException naming all that are missing or do not fit
   */
  static void check(String action, List<ColumnSpec> columns, Map<String, ColumnType> types) {
    List<String> missing =
        columns.stream().map(ColumnSpec::name).filter(name -> !types.containsKey(name)).toList();
    if (!missing.isEmpty()) {
      throw new DatasetException(
          "%s: columns %s are missing; columns found: %s"
              .formatted(action, missing, types.keySet()));
    }
    List<String> problems = new ArrayList<>();
    for (ColumnSpec column : columns) {
      if (!fits(column, types.get(column.name()))) {
        problems.add(
            "column '%s' holds %s and cannot be %s"
                .formatted(column.name(), types.get(column.name()), kind(column)));
      }
    }
    if (!problems.isEmpty()) {
      throw new DatasetException(
          "%s: %s; cast them in the query or declare them otherwise"
              .formatted(action, String.join("; ", problems)));
    }
  }

  private static boolean fits(ColumnSpec column, @Nullable ColumnType type) {
    if (type == null || type == ColumnType.OTHER) {
      return false;
    }
    return switch (column) {
      case ColumnSpec.Numeric _ -> type.isNumber();
      case ColumnSpec.Categorical _, ColumnSpec.Meta _ -> !type.isList();
      case ColumnSpec.Sequence _ -> type.isList() || type == ColumnType.TEXT;
    };
  }

  private static String kind(ColumnSpec column) {
    return switch (column) {
      case ColumnSpec.Numeric _ -> "numeric";
      case ColumnSpec.Categorical _ -> "categorical";
      case ColumnSpec.Sequence _ -> "a sequence";
      case ColumnSpec.Meta _ -> "meta";
    };
  }
}

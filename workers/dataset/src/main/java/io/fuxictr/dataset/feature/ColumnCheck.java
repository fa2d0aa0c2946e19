package io.fuxictr.dataset.feature;

import io.fuxictr.dataset.part.ColumnType;
import io.fuxictr.dataset.part.DatasetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

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
        columns.stream()
            .map(ColumnSpec::rawColumn)
            .filter(name -> !types.containsKey(name))
            .distinct()
            .toList();
    if (!missing.isEmpty()) {
      throw new DatasetException(
          "%s: columns %s are missing; columns found: %s"
              .formatted(action, missing, types.keySet()));
    }
    List<String> problems = new ArrayList<>();
    for (ColumnSpec column : columns) {
      ColumnType raw = types.getOrDefault(column.rawColumn(), ColumnType.OTHER);
      if (!fits(column, type(column, raw))) {
        problems.add(
            "column '%s' holds %s and cannot be %s"
                .formatted(column.rawColumn(), raw, kind(column)));
      }
    }
    if (!problems.isEmpty()) {
      throw new DatasetException(
          "%s: %s; cast them in the query or declare them otherwise"
              .formatted(action, String.join("; ", problems)));
    }
  }

  /** Returns what a column holds after it is made of its raw column. */
  static ColumnType type(ColumnSpec column, ColumnType raw) {
    return column.derivation().map(derivation -> derivation.type(raw)).orElse(raw);
  }

  private static boolean fits(ColumnSpec column, ColumnType type) {
    if (type == ColumnType.OTHER) {
      return false;
    }
    return switch (column) {
      case ColumnSpec.Numeric _ -> type.isNumber();
      case ColumnSpec.Categorical it when it.tokens().coding() instanceof Coding.Quantiles ->
          type.isNumber();
      case ColumnSpec.Vector _ -> type.isListOfNumbers();
      case ColumnSpec.Categorical _, ColumnSpec.Meta _ -> !type.isList();
      case ColumnSpec.Sequence _ -> type.isList() || type == ColumnType.TEXT;
    };
  }

  private static String kind(ColumnSpec column) {
    String kind =
        switch (column) {
          case ColumnSpec.Numeric _ -> "numeric";
          case ColumnSpec.Categorical _ -> "categorical";
          case ColumnSpec.Sequence _ -> "a sequence";
          case ColumnSpec.Vector _ -> "a vector";
          case ColumnSpec.Meta _ -> "meta";
        };
    return kind + column.derivation().map(it -> " by preprocess " + it.text()).orElse("");
  }
}

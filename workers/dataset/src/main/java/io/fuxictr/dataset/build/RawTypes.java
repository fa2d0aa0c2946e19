package io.fuxictr.dataset.build;

import io.fuxictr.dataset.feature.ColumnSpec;
import io.fuxictr.dataset.feature.DataType;
import io.fuxictr.dataset.feature.Derivation;
import io.fuxictr.dataset.input.RawType;
import java.util.LinkedHashMap;
import java.util.Map;

/** What raw columns hold in files that do not say it themselves. */
final class RawTypes {
  private RawTypes() {}

  /**
   * Returns what the raw columns hold, by name, labels first: what they are declared to, or what
   * their derivation needs.
   */
  static Map<String, RawType> of(DatasetSpec spec) {
    Map<String, RawType> types = new LinkedHashMap<>();
    spec.labelNames().forEach(label -> types.put(label, RawType.FRACTION));
    for (ColumnSpec column : spec.columns()) {
      if (column.rawColumn().equals(column.name())) {
        types.put(column.name(), type(column.dtype()));
      }
    }
    for (ColumnSpec column : spec.columns()) {
      column.derivation().ifPresent(it -> types.putIfAbsent(it.column(), type(it, column.dtype())));
    }
    return types;
  }

  private static RawType type(Derivation derivation, DataType dtype) {
    return switch (derivation.function()) {
      case COPY_FROM -> type(dtype);
      case LOG, CONVERT_TO_BUCKET -> RawType.FRACTION;
      case CONVERT_WEEKDAY, CONVERT_WEEKEND, CONVERT_HOUR, EXTRACT_COUNTRY_CODE, BUCKETIZE_AGE ->
          RawType.TEXT;
    };
  }

  private static RawType type(DataType dtype) {
    return switch (dtype) {
      case STR, LIST -> RawType.TEXT;
      case INT -> RawType.WHOLE;
      case FLOAT -> RawType.FRACTION;
    };
  }
}

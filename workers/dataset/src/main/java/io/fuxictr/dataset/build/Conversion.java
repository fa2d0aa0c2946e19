package io.fuxictr.dataset.build;

import io.fuxictr.dataset.feature.ColumnSpec;
import io.fuxictr.dataset.feature.DataType;
import io.fuxictr.dataset.feature.Derivation;
import io.fuxictr.dataset.input.RawType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns raw files of other formats into parts. */
final class Conversion {
  private final DatasetSpec spec;
  private final Path folder;

  private Conversion(DatasetSpec spec, Path folder) {
    this.spec = spec;
    this.folder = folder;
  }

  /**
   * Converts all files, one by one, and returns the same dataset made of parts.
   *
   * @param folder folder to write to, below which each split gets its own
   */
  static DatasetSpec of(DatasetSpec spec, Path folder) throws InterruptedException {
    if (spec.isParquet()) {
      return spec;
    }
    var conversion = new Conversion(spec, folder);
    return spec.inParquet(
        new DatasetSpec.RawParts(
            conversion.converted(Split.TRAIN),
            conversion.converted(Split.VALID),
            conversion.converted(Split.TEST)));
  }

  private List<Path> converted(Split split) throws InterruptedException {
    List<Path> parts = new ArrayList<>();
    for (Path file : spec.parts().of(split)) {
      Path part = folder.resolve("%s/part_%05d.parquet".formatted(split.wireName(), parts.size()));
      spec.format().convert(file, types(), part);
      parts.add(part);
    }
    return parts;
  }

  /** What the raw columns hold: what they are declared to, or what their derivation needs. */
  private Map<String, RawType> types() {
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

package io.fuxictr.dataset.build;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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
      spec.format().convert(file, RawTypes.of(spec), part);
      parts.add(part);
    }
    return parts;
  }
}

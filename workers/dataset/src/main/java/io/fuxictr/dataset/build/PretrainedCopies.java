package io.fuxictr.dataset.build;

import io.fuxictr.dataset.feature.ColumnSpec;
import io.fuxictr.dataset.feature.ColumnSpecs;
import io.fuxictr.dataset.feature.PretrainedFile;
import io.fuxictr.dataset.feature.PretrainedSource;
import io.fuxictr.dataset.part.UnfinishedFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files of vectors learnt elsewhere, which a dataset keeps a copy of. */
final class PretrainedCopies {
  private final Map<String, Path> sources = new LinkedHashMap<>();

  PretrainedCopies(List<ColumnSpec> columns) {
    for (ColumnSpec column : columns) {
      ColumnSpecs.pretrained(column)
          .map(PretrainedSource::file)
          .ifPresent(file -> sources.put(PretrainedFile.name(column.name(), file), file));
    }
  }

  /** Returns the names of the copies. */
  List<String> names() {
    return List.copyOf(sources.keySet());
  }

  /** Returns a text for each that changes with its contents. */
  List<String> fingerprints() {
    return sources.entrySet().stream()
        .map(entry -> entry.getKey() + " " + FileDigest.of(entry.getValue()))
        .toList();
  }

  /** Copies all into a folder. */
  void copyTo(Path folder) {
    sources.forEach(
        (name, source) -> {
          try {
            Path copy = folder.resolve(name);
            Files.copy(source, copy, StandardCopyOption.REPLACE_EXISTING);
            UnfinishedFile.sync(copy);
          } catch (IOException e) {
            throw new UncheckedIOException("Copying %s to %s: %s".formatted(source, folder, e), e);
          }
        });
  }
}

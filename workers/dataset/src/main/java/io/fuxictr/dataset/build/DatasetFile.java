package io.fuxictr.dataset.build;

import com.fasterxml.jackson.databind.JsonNode;
import io.fuxictr.dataset.feature.FeatureMapFile;
import io.fuxictr.dataset.feature.JsonFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * {@code dataset.json}: the last file that a build writes. Where it lies, the dataset is complete.
 */
final class DatasetFile {
  static final String NAME = "dataset.json";

  private DatasetFile() {}

  static void write(Dataset dataset) {
    JsonFile.write(
        dataset.folder().resolve(NAME),
        json -> {
          json.writeStartObject();
          json.writeStringField("fingerprint", dataset.fingerprint());
          for (Split split : Split.values()) {
            if (!dataset.splits().containsKey(split)) {
              continue;
            }
            json.writeObjectFieldStart(split.wireName());
            json.writeNumberField("rows", dataset.rows(split));
            json.writeArrayFieldStart("files");
            for (Path file : dataset.files(split)) {
              json.writeStartObject();
              json.writeStringField("name", relative(dataset.folder(), file));
              json.writeNumberField("bytes", Files.size(file));
              json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
          }
          json.writeEndObject();
        });
  }

  static Optional<Dataset> read(Path folder) {
    Path file = folder.resolve(NAME);
    Path map = folder.resolve(FeatureMapFile.NAME);
    if (!Files.isRegularFile(file) || !Files.isRegularFile(map)) {
      return Optional.empty();
    }
    JsonNode root = JsonFile.read(file);
    Map<Split, Dataset.SplitFiles> splits = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      JsonNode entry = root.path(split.wireName());
      if (entry.isMissingNode()) {
        continue;
      }
      List<Path> files = new ArrayList<>();
      for (JsonNode part : entry.path("files")) {
        Path path = folder.resolve(part.path("name").asText()).normalize();
        if (size(path) != part.path("bytes").asLong()) {
          return Optional.empty();
        }
        files.add(path);
      }
      splits.put(split, new Dataset.SplitFiles(entry.path("rows").asLong(), files));
    }
    String fingerprint = root.path("fingerprint").asText();
    return Optional.of(new Dataset(folder, fingerprint, FeatureMapFile.read(map), splits));
  }

  /** A file may lie elsewhere, if it was encoded by another program. */
  private static String relative(Path folder, Path file) {
    return folder
        .toAbsolutePath()
        .normalize()
        .relativize(file.toAbsolutePath().normalize())
        .toString();
  }

  private static long size(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : -1;
    } catch (IOException e) {
      throw new UncheckedIOException("Reading %s: %s".formatted(file, e.getMessage()), e);
    }
  }
}

package io.fuxictr.web.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.layout.StorageLayout;
import io.fuxictr.message.Json;
import io.fuxictr.web.store.TaskRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files that a task has left, as far as this host sees the shared storage. */
final class Artifacts {
  private static final Logger log = LoggerFactory.getLogger(Artifacts.class);
  private static final int MOST_FILES = 1000;

  private final StorageLayout layout;

  Artifacts(StorageLayout layout) {
    this.layout = layout;
  }

  /** Returns where the files of a task are, and how large. */
  ObjectNode of(TaskRow task) {
    ObjectNode json = Json.object().put("dataset_id", task.datasetId().orElse(null));
    ArrayNode files = json.putArray("files");
    String experiment = task.details().submission().experimentId();
    if (experiment.isEmpty()) {
      return json;
    }
    put(json, "merged_config", layout.mergedConfig(experiment, task.id()));
    task.datasetId()
        .ifPresent(
            dataset -> {
              Path folder = layout.dataset(dataset);
              put(json, "dataset_dir", folder);
              String model = task.details().submission().model();
              put(json, "model", layout.model(model, dataset, experiment));
              put(json, "report", layout.report(dataset));
              list(folder).forEach(file -> add(files, folder, file));
            });
    json.put("files_left_out", files.size() >= MOST_FILES);
    return json;
  }

  private static void put(ObjectNode json, String name, Path path) {
    if (Files.exists(path)) {
      json.put(name, path.toString());
    } else {
      json.putNull(name);
    }
  }

  private static List<Path> list(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().limit(MOST_FILES).toList();
    } catch (IOException | UncheckedIOException e) {
      log.debug("Listing {}", folder, e);
      return List.of();
    }
  }

  private static void add(ArrayNode files, Path folder, Path file) {
    try {
      long bytes = Files.size(file);
      files.addObject().put("path", folder.relativize(file).toString()).put("bytes", bytes);
    } catch (IOException e) {
      log.debug("Vanished meanwhile: {}", file, e);
    }
  }
}

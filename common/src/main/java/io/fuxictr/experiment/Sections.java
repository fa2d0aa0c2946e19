package io.fuxictr.experiment;

import io.fuxictr.config.InvalidConfigException;
import io.fuxictr.config.YamlFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The sections of one folder: those of {@code KIND.yaml} or, where that is not there, of all files
 * of the folder {@code KIND} in the order of their names.
 *
 * <p>Of two sections of the same name the first counts. {@code Base} is special: it is searched
 * together with an experiment, a later one replacing an earlier, until both are found.
 *
 * @param files content by file, at least one
 */
record Sections(Map<Path, Map<String, Object>> files) {
  static final String MODEL_CONFIG = "model_config";
  static final String DATASET_CONFIG = "dataset_config";

  /** Reads a folder; empty if it has no such file. */
  static Optional<Sections> read(Path folder, String kind) {
    var contents = new LinkedHashMap<Path, Map<String, Object>>();
    files(folder, kind).forEach(file -> contents.put(file, YamlFile.read(file)));
    return contents.isEmpty() ? Optional.empty() : Optional.of(new Sections(contents));
  }

  /** Returns the files of a folder that hold sections of a kind, in order. */
  static List<Path> files(Path folder, String kind) {
    Path file = folder.resolve(kind + ".yaml");
    if (Files.isRegularFile(file)) {
      return List.of(file);
    }
    Path several = folder.resolve(kind);
    if (!Files.isDirectory(several)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(several)) {
      return entries.filter(entry -> entry.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Listing " + several, e);
    }
  }

  /** Returns the names of all sections but {@code Base}, in order. */
  List<String> ids() {
    var ids = new LinkedHashSet<String>();
    files.values().forEach(sections -> ids.addAll(sections.keySet()));
    ids.remove(Inheritance.BASE);
    return List.copyOf(ids);
  }

  /** Returns the file that a section is in, or the first file if it is in none. */
  Path fileOf(String id) {
    return files.entrySet().stream()
        .filter(file -> file.getValue().containsKey(id))
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseGet(() -> files.keySet().iterator().next());
  }

  /** Returns the file whose {@code Base} counts for an experiment. */
  Optional<Path> baseFile(String id) {
    Optional<Path> base = Optional.empty();
    boolean found = false;
    for (Map.Entry<Path, Map<String, Object>> file : files.entrySet()) {
      if (file.getValue().containsKey(Inheritance.BASE)) {
        base = Optional.of(file.getKey());
      }
      found |= file.getValue().containsKey(id);
      if (found && base.isPresent()) {
        return base;
      }
    }
    return base;
  }

  private Map<String, Object> all(String id) {
    var all = new LinkedHashMap<String, Object>();
    files.values().forEach(sections -> sections.forEach(all::putIfAbsent));
    baseFile(id)
        .map(file -> files.getOrDefault(file, Map.of()))
        .ifPresent(
            sections -> all.put(Inheritance.BASE, sections.getOrDefault(Inheritance.BASE, "")));
    return all;
  }

  /**
   * Returns an experiment with everything it inherits and the dataset section that it names.
   *
   * @param model last segment of the model's name
   * @param datasets sections of datasets, if there are any
   * @throws InvalidConfigException if there is none, or it does not fit its dataset
   */
  Experiment experiment(String id, String model, Optional<Sections> datasets) {
    Map<String, Object> values = new Inheritance(all(id), fileOf(id), model).resolve(id);
    if (datasets.isEmpty()) {
      return new Experiment(id, values, fileOf(id), Map.of(), Optional.empty());
    }
    Sections known = datasets.get();
    Object datasetId = values.get("dataset_id");
    if (datasetId == null) {
      throw new InvalidConfigException(
          "Experiment '%s' names no dataset_id; datasets in %s: %s"
              .formatted(id, known.fileOf(""), String.join(", ", known.ids())));
    }
    Map<String, Object> dataset =
        known
            .section(datasetId.toString())
            .orElseThrow(
                () ->
                    new InvalidConfigException(
                        "Experiment '%s' names dataset_id '%s', which is not in %s; there are: %s"
                            .formatted(
                                id, datasetId, known.fileOf(""), String.join(", ", known.ids()))));
    var experiment =
        new Experiment(
            id, values, fileOf(id), dataset, Optional.of(known.fileOf(datasetId.toString())));
    experiment.checkLabels();
    return experiment;
  }

  /** Returns a section, if there is one that holds keys. */
  Optional<Map<String, Object>> section(String id) {
    return files.values().stream()
        .filter(sections -> sections.containsKey(id))
        .findFirst()
        .map(sections -> sections.get(id))
        .filter(Map.class::isInstance)
        .map(section -> Inheritance.keyed((Map<?, ?>) section));
  }
}

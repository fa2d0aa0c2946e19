package io.fuxictr.deploy.lab;

import io.fuxictr.config.YamlFile;
import io.fuxictr.experiment.Experiment;
import io.fuxictr.experiment.ExperimentFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The file that says what a tuning tries.
 *
 * @param path the file
 * @param baseId name of the experiment that is varied
 * @param datasetId name of its dataset
 * @param model the experiment's section, with what it inherits
 * @param dataset the dataset's section
 * @param space values to try by key
 */
record TunerFile(
    Path path,
    String baseId,
    String datasetId,
    Map<String, Object> model,
    Map<String, Object> dataset,
    Map<String, List<Object>> space) {
  private static final String ENDING = ".yaml";
  private static final Set<String> KEYS =
      Set.of(
          "base_config",
          "base_expid",
          "dataset_id",
          "tuner_space",
          "model_config",
          "dataset_config");

  /** Takes copies of the maps that keep their order. */
  TunerFile {
    model = Collections.unmodifiableMap(new LinkedHashMap<>(model));
    dataset = Collections.unmodifiableMap(new LinkedHashMap<>(dataset));
    space = Collections.unmodifiableMap(new LinkedHashMap<>(space));
  }

  /**
   * Returns the folder of the configurations that are tried: the file's name without its ending.
   */
  Path folder() {
    String name = path.getFileName().toString();
    String stem =
        name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name + ".grid";
    return path.resolveSibling(stem);
  }

  /**
   * Reads a file and the sections that it varies.
   *
   * @param root folder that a relative {@code base_config} starts from
   * @throws LabException with everything that is wrong with it
   */
  static TunerFile read(Path file, Path root) {
    return new Reading(file.toAbsolutePath().normalize(), root, YamlFile.read(file)).read();
  }

  /** The reading of one file. */
  private record Reading(Path file, Path root, Map<String, Object> content) {

    TunerFile read() {
      var problems = new ArrayList<String>();
      content.keySet().stream()
          .filter(key -> !KEYS.contains(key))
          .forEach(key -> problems.add("key '%s' is unknown".formatted(key)));
      Optional<String> baseId = text("base_expid");
      if (baseId.isEmpty()) {
        problems.add("base_expid is missing: name the experiment to vary");
      }
      Map<String, List<Object>> space = space(problems);
      if (!problems.isEmpty()) {
        throw LabException.of(file.toString(), problems);
      }
      return read(baseId.orElseThrow(), space);
    }

    private TunerFile read(String baseId, Map<String, List<Object>> space) {
      Optional<Map<String, Object>> ownModel = section("model_config", baseId);
      Map<String, Object> model = ownModel.orElseGet(() -> base(baseId).values());
      String datasetId =
          text("dataset_id")
              .or(() -> Optional.ofNullable(model.get("dataset_id")).map(Object::toString))
              .orElseThrow(() -> new LabException("%s: dataset_id is missing".formatted(file)));
      Map<String, Object> dataset =
          section("dataset_config", datasetId).orElseGet(() -> folder().dataset(datasetId));
      List<String> unknown =
          space.keySet().stream()
              .filter(key -> !model.containsKey(key) && !dataset.containsKey(key))
              .toList();
      if (!unknown.isEmpty()) {
        throw LabException.of(
            file.toString(),
            unknown.stream()
                .map(
                    key ->
                        "%s: neither experiment '%s' nor dataset '%s' has such a key; give it a value there first"
                            .formatted(place(key), baseId, datasetId))
                .toList());
      }
      return new TunerFile(file, baseId, datasetId, model, dataset, space);
    }

    private String place(String key) {
      var line = YamlFile.line(file, List.of("tuner_space", key));
      return line.isPresent() ? "line %d, %s".formatted(line.getAsInt(), key) : key;
    }

    private Experiment base(String id) {
      return folder().experiment(id);
    }

    private ExperimentFolder folder() {
      return ExperimentFolder.read(
          text("base_config")
              .map(root::resolve)
              .orElseGet(() -> file.resolveSibling(""))
              .normalize());
    }

    private Optional<String> text(String key) {
      return Optional.ofNullable(content.get(key)).map(Object::toString);
    }

    private Optional<Map<String, Object>> section(String key, String id) {
      return content.get(key) instanceof Map<?, ?> sections
              && sections.get(id) instanceof Map<?, ?> section
          ? Optional.of(keyed(section))
          : Optional.empty();
    }

    private static Map<String, Object> keyed(Map<?, ?> map) {
      var keyed = new LinkedHashMap<String, Object>();
      map.forEach((key, value) -> keyed.put(String.valueOf(key), value));
      return keyed;
    }

    /** A single value stands for a list of one. */
    private Map<String, List<Object>> space(List<String> problems) {
      if (!(content.get("tuner_space") instanceof Map<?, ?> map) || map.isEmpty()) {
        problems.add("tuner_space is missing: give the values to try by key");
        return Map.of();
      }
      var space = new LinkedHashMap<String, List<Object>>();
      for (Map.Entry<String, Object> entry : keyed(map).entrySet()) {
        @Nullable Object value = entry.getValue();
        List<Object> values = new ArrayList<>();
        if (value instanceof List<?> list) {
          values.addAll(list);
        } else {
          values.add(value);
        }
        if (values.isEmpty()) {
          problems.add("tuner_space: %s has no value to try".formatted(entry.getKey()));
        }
        space.put(entry.getKey(), values);
      }
      return space;
    }
  }
}

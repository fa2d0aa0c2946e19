package io.fuxictr.deploy.demo;

import io.fuxictr.config.YamlFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The experiment that a demonstration trains: the shipped one, or a copy with other labels. */
final class DemoExperiment {
  /** Key of the experiment. */
  static final String ID = "MMoE_demo";

  /** The model. */
  static final String MODEL = "MMoE";

  private static final String BASE = "Base";
  private static final String DATASET = "demo";
  private static final Path CONFIG = Path.of("multitask", MODEL, "config");

  private final Path modelZoo;

  /**
   * Creates a view of the shipped experiments.
   *
   * @param modelZoo their folder
   */
  DemoExperiment(Path modelZoo) {
    this.modelZoo = modelZoo;
  }

  /**
   * Writes a copy for one user that predicts other columns.
   *
   * @param userFolder the user's folder of configurations
   * @param labels columns to predict
   */
  void copyFor(Path userFolder, List<String> labels) {
    Path shipped = modelZoo.resolve(CONFIG);
    Map<String, Object> models = YamlFile.read(shipped.resolve("model_config.yaml"));
    Map<String, Object> experiment = section(models, ID);
    experiment.put("num_tasks", labels.size());
    var copy = new LinkedHashMap<String, Object>();
    copy.put(BASE, section(models, BASE));
    copy.put(ID, experiment);

    Map<String, Object> datasets = YamlFile.read(shipped.resolve("dataset_config.yaml"));
    Map<String, Object> dataset = section(datasets, DATASET);
    dataset.put("label_col", labels.stream().map(DemoExperiment::label).toList());

    Path folder = userFolder.resolve(MODEL).resolve("config");
    write(folder.resolve("model_config.yaml"), copy);
    write(folder.resolve("dataset_config.yaml"), Map.of(DATASET, dataset));
  }

  private static Map<String, Object> section(Map<String, Object> file, String key) {
    var section = new LinkedHashMap<String, Object>();
    if (file.get(key) instanceof Map<?, ?> values) {
      values.forEach((name, value) -> section.put(String.valueOf(name), value));
    }
    return section;
  }

  private static Map<String, Object> label(String name) {
    var label = new LinkedHashMap<String, Object>();
    label.put("name", name);
    label.put("dtype", "float");
    return label;
  }

  private static void write(Path file, Map<String, Object> content) {
    Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(unfinished, YamlFile.write(content), StandardCharsets.UTF_8);
      Files.move(
          unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new DemoException("Writing %s: %s".formatted(file, e), e);
    }
  }
}

package io.fuxictr.experiment;

import io.fuxictr.config.InvalidConfigException;
import io.fuxictr.config.YamlFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One folder of configuration: {@code model_config.yaml} and {@code dataset_config.yaml}, or
 * folders of such files called {@code model_config} and {@code dataset_config}.
 */
public final class ExperimentFolder {
  private final Path folder;
  private final Sections models;
  private final Optional<Sections> datasets;

  private ExperimentFolder(Path folder, Sections models, Optional<Sections> datasets) {
    this.folder = folder;
    this.models = models;
    this.datasets = datasets;
  }

  /**
   * Reads all files of a folder.
   *
   * @throws InvalidConfigException if there is no model configuration, or a file is broken
   */
  public static ExperimentFolder read(Path folder) {
    Sections models =
        Sections.read(folder, Sections.MODEL_CONFIG)
            .orElseThrow(
                () ->
                    new InvalidConfigException(
                        "Reading %s: it has neither model_config.yaml nor model_config/*.yaml; name the folder that has"
                            .formatted(folder)));
    return new ExperimentFolder(folder, models, Sections.read(folder, Sections.DATASET_CONFIG));
  }

  /** Returns the names of all experiments, in the order of the files. */
  public List<String> experimentIds() {
    return models.ids();
  }

  /** Returns the names of all datasets, in the order of the files. */
  public List<String> datasetIds() {
    return datasets.map(Sections::ids).orElse(List.of());
  }

  /**
   * Returns an experiment with everything it inherits.
   *
   * @throws InvalidConfigException if there is none, naming those there are, or it names no dataset
   *     of this folder
   */
  public Experiment experiment(String id) {
    if (datasets.isEmpty()) {
      throw new InvalidConfigException(
          "Reading %s: it has neither dataset_config.yaml nor dataset_config/*.yaml"
              .formatted(folder));
    }
    return models.experiment(id, modelName(), datasets);
  }

  /** The folder of a model is called after it: {@code DCN/config}. */
  private String modelName() {
    Path absolute = folder.toAbsolutePath().normalize();
    Path named =
        absolute.endsWith("config") && absolute.getParent() != null
            ? absolute.getParent()
            : absolute;
    return named.getNameCount() == 0 ? "" : named.getFileName().toString();
  }

  /**
   * Returns the section of a dataset.
   *
   * @throws InvalidConfigException if there is none, naming those there are
   */
  public Map<String, Object> dataset(String id) {
    return datasets
        .flatMap(sections -> sections.section(id))
        .orElseThrow(
            () ->
                new InvalidConfigException(
                    "Dataset '%s' is not in %s; there are: %s"
                        .formatted(id, folder, String.join(", ", datasetIds()))));
  }

  /**
   * Returns where a key of an experiment is set, as {@code file, line n}; the dataset's section is
   * looked at first, for it wins.
   */
  public Optional<String> place(Experiment experiment, String key) {
    Object datasetId = experiment.values().getOrDefault("dataset_id", "");
    if (experiment.datasetTemplate().containsKey(key)) {
      return place(experiment.datasetSource().orElse(folder), datasetId.toString(), key);
    }
    for (String section : lineage(experiment.id())) {
      Optional<String> place = place(models.fileOf(section), section, key);
      if (place.isPresent()) {
        return place;
      }
    }
    return models.baseFile(experiment.id()).flatMap(file -> place(file, Inheritance.BASE, key));
  }

  /** Returns the sections that an experiment takes its keys from, itself first. */
  private List<String> lineage(String id) {
    var lineage = new LinkedHashSet<String>();
    Optional<String> next = Optional.of(id);
    while (next.isPresent() && lineage.add(next.get())) {
      next =
          models
              .section(next.get())
              .map(section -> section.get(Inheritance.EXTENDS))
              .map(Object::toString);
    }
    lineage.add(modelName() + Inheritance.DEFAULT);
    return new ArrayList<>(lineage);
  }

  private static Optional<String> place(Path file, String section, String key) {
    OptionalInt line = YamlFile.line(file, List.of(section, key));
    return line.isPresent()
        ? Optional.of("%s, line %d".formatted(file, line.getAsInt()))
        : Optional.empty();
  }
}

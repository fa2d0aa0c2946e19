package io.fuxictr.experiment;

import io.fuxictr.config.InvalidConfigException;
import io.fuxictr.config.YamlFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The configuration files of users and the shipped defaults.
 *
 * <p>A user's file replaces the default one as a whole; keys are never mixed across files. Looked
 * up anew each time, so that a change counts from the next task on.
 */
public final class ExperimentFiles {
  private static final String MODEL_CONFIG = "model_config";
  private static final String DATASET_CONFIG = "dataset_config";
  private static final Pattern USER = Pattern.compile("[A-Za-z0-9_.-]+");
  private static final Pattern MODEL = Pattern.compile("[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)?");

  private final Path userRoot;
  private final List<Path> zooRoots;

  /**
   * Creates a view of the files; none has to exist yet.
   *
   * @param userRoot folder of one folder per user
   * @param zooRoots folders of one folder per model, the first that has a file wins
   */
  public ExperimentFiles(Path userRoot, List<Path> zooRoots) {
    this.userRoot = userRoot;
    this.zooRoots = List.copyOf(zooRoots);
  }

  /**
   * Returns an experiment with everything it inherits.
   *
   * @throws InvalidConfigException if there is none, naming those there are, or a file is broken
   */
  public Experiment resolve(String user, String model, String experimentId) {
    Sections sections = sections(user, model, MODEL_CONFIG).orElseThrow(() -> noFile(user, model));
    Map<String, Object> values =
        new Inheritance(sections.all(), sections.source(), lastSegment(model))
            .resolve(experimentId);
    Optional<Sections> datasets = sections(user, model, DATASET_CONFIG);
    Map<String, Object> template =
        datasets.map(file -> template(file, experimentId, values)).orElse(Map.of());
    var experiment =
        new Experiment(
            experimentId, values, sections.source(), template, datasets.map(Sections::source));
    checkLabels(experiment);
    return experiment;
  }

  /** Returns the ids that {@link #resolve} knows for a model, in the order of the file. */
  public List<String> experimentIds(String user, String model) {
    return sections(user, model, MODEL_CONFIG).map(Sections::ids).orElse(List.of());
  }

  /** Returns the models that a user can choose from, sorted, without the prefix multitask/. */
  public List<String> models(String user) {
    var models = new TreeSet<String>();
    checkName(USER, "user", user);
    Stream.concat(Stream.of(userRoot.resolve(user)), zooRoots.stream())
        .forEach(root -> models.addAll(modelsUnder(root)));
    return List.copyOf(models);
  }

  private static Set<String> modelsUnder(Path root) {
    var models = new TreeSet<String>();
    for (Path folder : folders(root)) {
      Path name = folder.getFileName();
      if (hasModelConfig(folder)) {
        models.add(name.toString());
      } else if (name.toString().equals("multitask")) {
        models.addAll(modelsUnder(folder));
      }
    }
    return models;
  }

  private static boolean hasModelConfig(Path folder) {
    return Stream.of(folder.resolve("config"), folder)
        .anyMatch(place -> !filesOf(place, MODEL_CONFIG).isEmpty());
  }

  private static List<Path> folders(Path root) {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(root)) {
      return entries.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Listing models in " + root, e);
    }
  }

  /** The sections of the first place that has any, and where that was. */
  private record Sections(Path source, Map<String, Object> all) {
    List<String> ids() {
      return all.keySet().stream().filter(id -> !id.equals(Inheritance.BASE)).toList();
    }
  }

  private Optional<Sections> sections(String user, String model, String kind) {
    for (Path place : places(user, model)) {
      List<Path> files = filesOf(place, kind);
      if (!files.isEmpty()) {
        var all = new LinkedHashMap<String, Object>();
        files.forEach(file -> all.putAll(YamlFile.read(file)));
        return Optional.of(new Sections(files.getFirst(), all));
      }
    }
    return Optional.empty();
  }

  private static List<Path> filesOf(Path place, String kind) {
    Path file = place.resolve(kind + ".yaml");
    if (Files.isRegularFile(file)) {
      return List.of(file);
    }
    Path folder = place.resolve(kind);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(entry -> entry.toString().endsWith(".yaml")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Listing " + folder, e);
    }
  }

  private List<Path> places(String user, String model) {
    checkName(USER, "user", user);
    checkName(MODEL, "model", model);
    boolean multitask = model.startsWith("multitask/");
    var places = new ArrayList<Path>();
    Path own = userRoot.resolve(user);
    for (String name : multitask ? List.of(model) : List.of(model, "multitask/" + model)) {
      places.add(own.resolve(name).resolve("config"));
      places.add(own.resolve(name));
    }
    for (String name : multitask ? List.of(model) : List.of("multitask/" + model, model)) {
      zooRoots.forEach(root -> places.add(root.resolve(name).resolve("config")));
    }
    return places;
  }

  private static void checkName(Pattern pattern, String what, String name) {
    boolean climbs = List.of(name.split("/", -1)).stream().anyMatch(Set.of(".", "..")::contains);
    if (climbs || !pattern.matcher(name).matches()) {
      throw new InvalidConfigException(
          "%s '%s' is not a valid name: letters, digits, '_', '.' and '-' only"
              .formatted(what, name));
    }
  }

  private InvalidConfigException noFile(String user, String model) {
    Set<String> tried = new LinkedHashSet<>();
    places(user, model)
        .forEach(place -> tried.add(place.resolve(MODEL_CONFIG + ".yaml").toString()));
    return new InvalidConfigException(
        "Model '%s' has no configuration; models: %s; looked for %s"
            .formatted(model, String.join(", ", models(user)), String.join(", ", tried)));
  }

  private static Map<String, Object> template(
      Sections file, String experimentId, Map<String, Object> values) {
    Object id = values.get("dataset_id");
    if (id == null) {
      throw new InvalidConfigException(
          "Experiment '%s' names no dataset_id; datasets in %s: %s"
              .formatted(experimentId, file.source(), String.join(", ", file.ids())));
    }
    if (!(file.all().get(id.toString()) instanceof Map<?, ?> section)) {
      throw new InvalidConfigException(
          "Experiment '%s' names dataset_id '%s', which is not in %s; there are: %s"
              .formatted(experimentId, id, file.source(), String.join(", ", file.ids())));
    }
    return Inheritance.keyed(section);
  }

  private static void checkLabels(Experiment experiment) {
    int labels;
    try {
      labels = experiment.labels().size();
    } catch (IllegalArgumentException e) {
      throw new InvalidConfigException(
          experiment.datasetSource().orElse(experiment.source()) + ": " + e.getMessage());
    }
    if (experiment.values().get("num_tasks") instanceof Number tasks
        && tasks.intValue() != labels) {
      throw new InvalidConfigException(
          "Experiment '%s' has num_tasks %s, but its dataset has %d label columns: %s"
              .formatted(
                  experiment.id(),
                  tasks,
                  labels,
                  String.join(", ", experiment.labels().stream().map(LabelColumn::name).toList())));
    }
  }

  private static String lastSegment(String model) {
    return model.substring(model.lastIndexOf('/') + 1);
  }
}

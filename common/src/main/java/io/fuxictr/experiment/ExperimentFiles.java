package io.fuxictr.experiment;

import static io.fuxictr.experiment.Sections.DATASET_CONFIG;
import static io.fuxictr.experiment.Sections.MODEL_CONFIG;

import io.fuxictr.config.InvalidConfigException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
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
    return sections.experiment(
        experimentId, lastSegment(model), sections(user, model, DATASET_CONFIG));
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
        .anyMatch(place -> !Sections.files(place, MODEL_CONFIG).isEmpty());
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

  private Optional<Sections> sections(String user, String model, String kind) {
    return places(user, model).stream()
        .map(place -> Sections.read(place, kind))
        .flatMap(Optional::stream)
        .findFirst();
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

  private static String lastSegment(String model) {
    return model.substring(model.lastIndexOf('/') + 1);
  }
}

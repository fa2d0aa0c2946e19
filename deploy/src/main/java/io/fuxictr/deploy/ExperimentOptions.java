package io.fuxictr.deploy;

import io.fuxictr.deploy.lab.ExperimentRequest;
import io.fuxictr.deploy.lab.Setting;
import io.fuxictr.deploy.wiring.Distribution;
import io.fuxictr.experiment.ExperimentFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** The options of every command that works on an experiment. */
final class ExperimentOptions {
  @ArgGroup(exclusive = true, multiplicity = "1")
  private Source source = new Source();

  @Option(
      names = "--root",
      paramLabel = "DIR",
      description =
          "folder that relative paths of the configuration start from, and where results are noted"
              + " (default: the current folder)")
  private Path root = Path.of("");

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description = "replace a value of the configuration; may be given several times")
  private List<String> settings = List.of();

  @Option(
      names = "--gpu",
      paramLabel = "N",
      description = "number of the CUDA device; -1 for the CPU (default: the configuration's, -1)")
  private @Nullable Integer gpu;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "number that all randomness follows from (default: the configuration's)")
  private @Nullable Integer seed;

  /** Where the configuration is. */
  static final class Source {
    @Option(
        names = "--config",
        paramLabel = "DIR",
        description = "folder with model_config.yaml and dataset_config.yaml")
    private @Nullable Path config;

    @Option(
        names = "--model",
        paramLabel = "NAME",
        description = "use the configuration that is shipped for a model")
    private @Nullable String model;
  }

  ExperimentOptions() {}

  /**
   * Returns which experiment is meant.
   *
   * @param id its name
   * @throws CommandFailure if there is no such configuration
   */
  ExperimentRequest request(String id) {
    return new ExperimentRequest(folder(), id, root, settings());
  }

  /** Returns the folder that relative paths start from. */
  Path root() {
    return root;
  }

  private Path folder() {
    Path folder =
        Optional.ofNullable(source.config)
            .orElseGet(() -> shipped(Optional.ofNullable(source.model).orElse("")));
    if (!Files.isDirectory(folder)) {
      throw new CommandFailure(
          "Reading the configuration in %s: there is no such folder; correct --config"
              .formatted(folder));
    }
    return folder;
  }

  private static Path shipped(String model) {
    Path zoo = Distribution.locate().modelZoo();
    return Stream.of(zoo.resolve(model), zoo.resolve("multitask").resolve(model))
        .map(folder -> folder.resolve("config"))
        .filter(Files::isDirectory)
        .findFirst()
        .orElseThrow(
            () ->
                new CommandFailure(
                    "Model '%s' has no shipped configuration; there are: %s"
                        .formatted(
                            model,
                            String.join(
                                ", ", new ExperimentFiles(zoo, List.of(zoo)).models("anybody")))));
  }

  private List<Setting> settings() {
    var all = new ArrayList<Setting>();
    Optional.ofNullable(gpu).ifPresent(number -> all.add(Setting.of("gpu", number)));
    Optional.ofNullable(seed).ifPresent(number -> all.add(Setting.of("seed", number)));
    settings.forEach(text -> all.add(Setting.parse(text)));
    return all;
  }
}

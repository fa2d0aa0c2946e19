package io.fuxictr.deploy.preflight;

import io.fuxictr.config.InvalidConfigException;
import io.fuxictr.config.RemoteSource;
import io.fuxictr.config.WorkflowConfig;
import io.fuxictr.experiment.ExperimentFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The configuration, and the experiments of users and for everybody. */
final class ConfigRows implements Group {
  private static final String NOBODY = "-";
  private static final String MODEL = "MMoE";
  private static final List<String> EXPERIMENTS = List.of("MMoE_default", "MMoE_with_UW");

  private final Setup setup;

  ConfigRows(Setup setup) {
    this.setup = setup;
  }

  @Override
  public List<Check> checks() {
    return List.of(
        Check.of(Setup.ROW, "config.yaml", this::configuration),
        Check.of("B14", "source server is named", this::source),
        setup.check("B16", "experiments of users", ConfigRows::users),
        setup.check("B17", "every experiment resolves", this::experiments),
        setup.check("B18", "MMoE_default, MMoE_with_UW", this::usual));
  }

  private Finding configuration() {
    String file = setup.site().input().file().map(Path::toString).orElse("no file: defaults");
    if (setup.config().isEmpty()) {
      return Finding.fail(setup.problem(), "correct every line that is named");
    }
    return setup.warnings().isEmpty()
        ? Finding.pass(file)
        : Finding.warn(String.join("; ", setup.warnings()), "remove or rename what has no effect");
  }

  private Finding source() {
    if (setup.config().isEmpty()) {
      return setup.problem().contains("placeholder")
          ? Finding.fail("a placeholder of the example is left", "put the real host and user")
          : Finding.skip("needs %s".formatted(Setup.ROW));
    }
    Optional<RemoteSource.Server> server =
        setup.config().flatMap(WorkflowConfig::remote).map(RemoteSource::server);
    if (server.isEmpty()) {
      return Finding.skip("no servers.server_21: the embedded source and warehouse are used");
    }
    Path key = server.get().keyPath();
    return Files.isReadable(key)
        ? Finding.pass("%s, key %s".formatted(server.get().address(), key))
        : Finding.fail(
            "%s, but the key %s cannot be read".formatted(server.get().address(), key),
            "make one with ssh-keygen -t ed25519 -f %s, or name yours in key_path".formatted(key));
  }

  private static Finding users(WorkflowConfig config) {
    Path root = config.paths().userConfigRoot();
    List<String> names = userNames(root);
    return names.isEmpty()
        ? Finding.warn(
            "%s has no user's folder: the shipped experiments alone can be used".formatted(root),
            "put a user's files into %s/{user}/{model}/config".formatted(root))
        : Finding.pass(
            "%d users in %s: %s".formatted(names.size(), root, String.join(", ", names)));
  }

  private static List<String> userNames(Path root) {
    if (!Files.isDirectory(root)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(root)) {
      return folders
          .filter(Files::isDirectory)
          .map(folder -> folder.getFileName().toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Listing users in %s: %s".formatted(root, e), e);
    }
  }

  private Finding experiments(WorkflowConfig config) {
    ExperimentFiles files = Setup.experiments(setup.site(), config);
    var faults = new ArrayList<String>();
    int all = 0;
    for (String user : withNobody(userNames(config.paths().userConfigRoot()))) {
      try {
        for (String model : files.models(user)) {
          all += resolve(files, user, model, faults);
        }
      } catch (InvalidConfigException e) {
        faults.add("%s: %s".formatted(user, e.getMessage()));
      }
    }
    return faults.isEmpty()
        ? Finding.pass("%d experiments".formatted(all))
        : Finding.fail(
            "%d faults: %s".formatted(faults.size(), faults.getFirst()),
            "correct the file and line that are named");
  }

  private static List<String> withNobody(List<String> users) {
    return Stream.concat(users.stream(), Stream.of(NOBODY)).toList();
  }

  private static int resolve(
      ExperimentFiles files, String user, String model, List<String> faults) {
    int all = 0;
    try {
      for (String id : files.experimentIds(user, model)) {
        var _ = files.resolve(user, model, id);
        all++;
      }
    } catch (InvalidConfigException e) {
      faults.add("%s, %s: %s".formatted(user, model, e.getMessage()));
    }
    return all;
  }

  private Finding usual(WorkflowConfig config) {
    List<String> ids = Setup.experiments(setup.site(), config).experimentIds(NOBODY, MODEL);
    return ids.containsAll(EXPERIMENTS)
        ? Finding.pass("%s: %s".formatted(MODEL, String.join(", ", ids)))
        : Finding.fail(
            "%s has %s".formatted(MODEL, ids),
            "install the distribution's model_zoo again, or correct the one that hides it");
  }
}

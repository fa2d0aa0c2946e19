package io.fuxictr.deploy.preflight;

import io.fuxictr.config.InvalidConfigException;
import io.fuxictr.config.WorkflowConfig;
import io.fuxictr.experiment.ExperimentFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A site and its configuration, as far as that can be read.
 *
 * @param site the installation
 * @param config its configuration; empty if it cannot be read
 * @param warnings what does no harm but was hardly meant
 * @param problem why it cannot be read; empty if it can
 */
record Setup(Site site, Optional<WorkflowConfig> config, List<String> warnings, String problem) {
  /** The row that says whether there is a configuration. */
  static final String ROW = "B13";

  static Setup of(Site site) {
    var warnings = new ArrayList<String>();
    try {
      WorkflowConfig config = WorkflowConfig.load(site.input(), warnings::add);
      return new Setup(site, Optional.of(config), List.copyOf(warnings), "");
    } catch (InvalidConfigException e) {
      return new Setup(
          site, Optional.empty(), List.copyOf(warnings), String.valueOf(e.getMessage()));
    }
  }

  /** A row about something that the configuration names. */
  Check check(String id, String title, Function<WorkflowConfig, Finding> probe) {
    return Check.of(
            id,
            title,
            () -> config.map(probe).orElseGet(() -> Finding.skip("needs %s".formatted(ROW))))
        .needing(ROW);
  }

  /** Returns the experiments of users, of the home and of the distribution. */
  static ExperimentFiles experiments(Site site, WorkflowConfig config) {
    return new ExperimentFiles(
        config.paths().userConfigRoot(),
        List.of(config.paths().modelZooRoot(), site.distribution().resolve("model_zoo")));
  }

  /** Returns a variable of the site's environment; empty if it is not set. */
  String variable(String name) {
    return site.input().environment().getOrDefault(name, "");
  }
}

package io.fuxictr.deploy.lab;

import io.fuxictr.deploy.text.WorkProgress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the experiments of a tuning in this process, one after the other.
 *
 * @param folder their configurations
 * @param root folder that relative paths start from
 * @param settings what replaces values of the configuration
 * @param start where each training starts
 * @param progress shows how they go
 * @param clock tells the time
 */
public record OneByOne(
    Path folder,
    Path root,
    List<Setting> settings,
    Training.Start start,
    WorkProgress progress,
    InstantSource clock)
    implements Tuning.Runner {
  private static final Logger log = LoggerFactory.getLogger(OneByOne.class);

  /** Takes a copy of the list. */
  public OneByOne {
    settings = List.copyOf(settings);
  }

  @Override
  public Map<String, String> run(List<String> experiments) throws InterruptedException {
    var failures = new LinkedHashMap<String, String>();
    for (int i = 0; i < experiments.size(); i++) {
      String id = experiments.get(i);
      progress.line("");
      progress.line("Experiment %d of %d: %s".formatted(i + 1, experiments.size(), id));
      try {
        var plan = ExperimentPlan.of(new ExperimentRequest(folder, id, root, settings));
        new Training(plan, progress, clock)
            .run(start, "fuxictr-workflow train --config %s --expid %s".formatted(folder, id));
      } catch (RuntimeException e) { // one that fails must not keep the others from being tried
        log.info("Experiment {} failed", id, e);
        failures.put(id, String.valueOf(e.getMessage()));
        progress.line("%s failed: %s".formatted(id, e.getMessage()));
      }
    }
    return failures;
  }
}

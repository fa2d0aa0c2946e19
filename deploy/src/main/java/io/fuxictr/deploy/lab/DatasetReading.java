package io.fuxictr.deploy.lab;

import io.fuxictr.dataset.build.DatasetSection;
import io.fuxictr.dataset.part.DatasetException;
import io.fuxictr.experiment.ExperimentFolder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads the section of a dataset without an experiment. */
final class DatasetReading {
  private static final long SEED = 2019;

  private DatasetReading() {}

  static DataPlan read(ExperimentRequest request) {
    Map<String, Object> values =
        new LinkedHashMap<>(ExperimentFolder.read(request.config()).dataset(request.id()));
    request
        .settings()
        .forEach(
            setting ->
                setting
                    .value()
                    .ifPresentOrElse(
                        value -> values.put(setting.key(), value),
                        () -> values.remove(setting.key())));
    String what = "Dataset " + request.id();
    var problems = new Problems(_ -> Optional.empty());
    var section = new DatasetSection(values, what);
    try {
      return DataPlan.of(request.id(), section, request.root(), seed(values), problems);
    } catch (LabException | DatasetException e) {
      problems.throwIfAny(what);
      throw e;
    }
  }

  private static long seed(Map<String, Object> values) {
    return values.get("seed") instanceof Number seed ? seed.longValue() : SEED;
  }
}

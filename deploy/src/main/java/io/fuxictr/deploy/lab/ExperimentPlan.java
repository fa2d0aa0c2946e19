package io.fuxictr.deploy.lab;

import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.model.ModelSetup;
import io.fuxictr.ctr.train.Trainer;
import io.fuxictr.ctr.zoo.ModelRegistry;
import io.fuxictr.dataset.build.DatasetSection;
import io.fuxictr.dataset.feature.FeatureMap;
import io.fuxictr.dataset.part.DatasetException;
import io.fuxictr.experiment.Experiment;
import io.fuxictr.experiment.ExperimentFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An experiment that has been read and checked.
 *
 * @param id its name
 * @param datasetId its dataset
 * @param parameters hyper-parameters: the experiment's section with what it inherits, the values of
 *     the dataset's section winning, those of the request above all
 * @param data what dataset is built of what
 * @param files where model, checkpoints and log lie
 * @param results where its result is noted
 * @param warnings what a user should know about it
 */
public record ExperimentPlan(
    String id,
    String datasetId,
    Map<String, Object> parameters,
    DataPlan data,
    RunFiles files,
    ResultFile results,
    List<String> warnings) {

  /** What belongs to the dataset alone; no model reads it. */
  private static final Set<String> DATASET_KEYS =
      Set.of(
          "data_root",
          "processed_root",
          "data_format",
          "train_data",
          "valid_data",
          "test_data",
          "infer_data",
          "feature_cols",
          "min_categr_count",
          "num_buckets",
          "sep",
          "n_rows",
          "split_type",
          "train_size",
          "valid_size",
          "test_size",
          "data_block_size",
          "rebuild_dataset");

  private static final long DEFAULT_SEED = 2019;

  /** Takes a copy of the map that keeps its order. */
  public ExperimentPlan {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    warnings = List.copyOf(warnings);
  }

  /**
   * Reads an experiment.
   *
   * @throws LabException with everything that is wrong with it, each with file and line if it
   *     stands in a file
   * @throws io.fuxictr.config.InvalidConfigException if there is no such experiment, or a file is
   *     broken
   */
  public static ExperimentPlan of(ExperimentRequest request) {
    ExperimentFolder folder = ExperimentFolder.read(request.config());
    Experiment experiment = folder.experiment(request.id());
    return new Reading(request, folder, experiment).plan();
  }

  /** Returns the hyper-parameters, with what the dataset was built of among them. */
  HyperParameters parameters(String fingerprint) {
    var all = new LinkedHashMap<>(parameters);
    all.put(Fingerprints.KEY, fingerprint);
    return HyperParameters.of(all);
  }

  /** The reading of one experiment. */
  private static final class Reading {
    private final ExperimentRequest request;
    private final Experiment experiment;
    private final Problems problems;
    private final Map<String, Object> dataset;
    private final Map<String, Object> model;
    private final ExperimentFolder folder;
    private final List<String> warnings = new ArrayList<>();

    Reading(ExperimentRequest request, ExperimentFolder folder, Experiment experiment) {
      this.request = request;
      this.experiment = experiment;
      this.folder = folder;
      dataset = new LinkedHashMap<>(experiment.datasetTemplate());
      model = new LinkedHashMap<>(experiment.values());
      model.putAll(dataset);
      problems = new Problems(this::place);
    }

    private Optional<String> place(String key) {
      boolean isSet = request.settings().stream().anyMatch(it -> it.key().equals(key));
      return isSet ? Optional.of("--set " + key) : folder.place(experiment, key);
    }

    ExperimentPlan plan() {
      String datasetId = String.valueOf(experiment.values().get("dataset_id"));
      request.settings().forEach(this::apply);
      DATASET_KEYS.forEach(model::remove);
      model.put("dataset_id", datasetId);
      model.put("model_id", experiment.id());
      checkName(experiment.id());
      checkName(datasetId);
      Optional<DataPlan> data = data(datasetId);
      data.ifPresent(this::checkValidation);
      data.ifPresent(plan -> checkModel(plan.draft()));
      problems.throwIfAny("Experiment " + experiment.id());
      Path modelRoot =
          request.root().resolve(String.valueOf(model.getOrDefault("model_root", "checkpoints")));
      return new ExperimentPlan(
          experiment.id(),
          datasetId,
          model,
          data.orElseThrow(),
          new RunFiles(modelRoot.resolve(datasetId).normalize(), experiment.id()),
          new ResultFile(request.results()),
          warnings);
    }

    /** A setting is for the section that has the key already, or that its meaning belongs to. */
    private void apply(Setting setting) {
      String key = setting.key();
      if (DATASET_KEYS.contains(key) || dataset.containsKey(key)) {
        set(dataset, setting);
      }
      set(model, setting);
    }

    private static void set(Map<String, Object> values, Setting setting) {
      setting
          .value()
          .ifPresentOrElse(
              value -> values.put(setting.key(), value), () -> values.remove(setting.key()));
    }

    private void checkName(String name) {
      if (name.isBlank() || name.contains("/") || name.startsWith(".")) {
        problems.add(
            "'%s' names files: it must not be empty, begin with a point or hold a slash"
                .formatted(name));
      }
    }

    private Optional<DataPlan> data(String datasetId) {
      DatasetSection section =
          DatasetSection.of(dataset, model, "dataset '%s'".formatted(datasetId));
      int before = problems.count();
      try {
        return Optional.of(DataPlan.of(datasetId, section, request.root(), seed(), problems));
      } catch (LabException | DatasetException e) {
        if (problems.count() == before) {
          problems.add(String.valueOf(e.getMessage()));
        }
        return Optional.empty();
      }
    }

    private void checkValidation(DataPlan plan) {
      if (plan.spec().parts().valid().isEmpty() && plan.spec().split().validSize() == 0) {
        problems.add(
            "valid_data",
            "there are no validation rows: name valid_data, or a valid_size to take from"
                + " train_data");
      }
    }

    private long seed() {
      Object seed = model.get("seed");
      return seed instanceof Number number ? number.longValue() : DEFAULT_SEED;
    }

    /** A value that cannot be used gives way to its default, so that the next one is seen. */
    private void checkModel(FeatureMap draft) {
      var asked = new HashSet<String>();
      var rest = new LinkedHashMap<>(model);
      boolean isDone = false;
      while (!isDone) {
        try {
          HyperParameters observed =
              HyperParameters.of(rest).observedBy(question -> asked.add(question.key()));
          ModelSetup setup = ModelSetup.of(observed, draft);
          var _ = new Trainer(setup);
          var _ = ModelRegistry.build(ModelRegistry.prepare(setup));
          warnings.addAll(UnusedKeys.warnings(rest.keySet(), asked, this::place));
          isDone = true;
        } catch (ModelConfigException e) {
          String key = e.key().orElse("");
          problems.add(key, String.valueOf(e.getMessage()));
          isDone = rest.remove(key) == null;
        }
      }
    }
  }
}

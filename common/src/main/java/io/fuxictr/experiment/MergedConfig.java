package io.fuxictr.experiment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The configuration that a run is trained with: the experiment, with data and paths replaced by the
 * run's own.
 *
 * @param expid name of the run's section, {@code {experiment_id}_task{task_id}}
 * @param model the section for the model
 * @param datasetId name of the section for the dataset
 * @param dataset the section for the dataset
 */
public record MergedConfig(
    String expid, Map<String, Object> model, String datasetId, Map<String, Object> dataset) {

  private static final List<String> DATA_KEYS =
      List.of("train_data", "valid_data", "test_data", "infer_data", "feature_cols", "label_col");

  /** Takes copies of the maps that keep their order. */
  public MergedConfig {
    model = Collections.unmodifiableMap(new LinkedHashMap<>(model));
    dataset = Collections.unmodifiableMap(new LinkedHashMap<>(dataset));
  }

  /** Returns the configuration of a run. */
  public static MergedConfig of(Experiment experiment, RunData run) {
    return new MergedConfig(
        "%s_task%s".formatted(experiment.id(), run.task()),
        model(experiment, run),
        run.datasetId(),
        dataset(experiment, run));
  }

  private static Map<String, Object> model(Experiment experiment, RunData run) {
    var model = new LinkedHashMap<String, Object>();
    model.put("batch_size", run.defaultBatchSize());
    model.put("epochs", run.defaultEpochs());
    model.putAll(experiment.values());
    model.put("dataset_id", run.datasetId());
    model.put("model_root", run.modelRoot().toString());
    model.put("processed_root", run.processed().toString());
    run.overrides().batchSize().ifPresent(rows -> model.put("batch_size", rows));
    run.overrides().epochs().ifPresent(epochs -> model.put("epochs", epochs));
    run.overrides().gpuCount().ifPresent(count -> model.put("gpu", count > 0 ? 0 : -1));
    model.put("_workflow_generated", true);
    model.put("_workflow_task_id", run.task().value());
    return model;
  }

  private static Map<String, Object> dataset(Experiment experiment, RunData run) {
    var dataset = new LinkedHashMap<>(experiment.datasetTemplate());
    dataset.put("data_root", run.processed().toString());
    dataset.put("data_format", "parquet");
    for (String key : DATA_KEYS) {
      Object value = run.dataPaths().get(key);
      if (value != null) {
        dataset.put(key, value);
      }
    }
    return dataset;
  }

  /** Returns the content of the one file kept for later reading: both sections in one. */
  public Map<String, Object> audit() {
    var all = new LinkedHashMap<>(dataset);
    all.putAll(model);
    return all;
  }
}

package io.fuxictr.layout;

import io.fuxictr.task.TaskId;
import java.nio.file.Path;
import java.time.Instant;

/**
 * The shared storage of all workers.
 *
 * @param datasetsRoot one folder per run dataset, {@code {experiment_id}.{yyyyMMdd_HHmmss}}
 * @param modelRoot trained models
 * @param mergedConfigRoot the configuration each run was trained with
 */
public record StorageLayout(Path datasetsRoot, Path modelRoot, Path mergedConfigRoot) {

  /** Returns the folder of a run dataset. */
  public Path dataset(String datasetId) {
    return datasetsRoot.resolve(datasetId);
  }

  /** Returns where the training rows arrive. */
  public Path rawTrain(String datasetId) {
    return dataset(datasetId).resolve("raw").resolve("train");
  }

  /** Returns where the rows to score arrive. */
  public Path rawInfer(String datasetId) {
    return dataset(datasetId).resolve("raw").resolve("infer");
  }

  /** Returns where the encoded dataset lies. */
  public Path processed(String datasetId) {
    return dataset(datasetId).resolve("processed");
  }

  /** Returns where predictions lie, {@code part-NNNNN.parquet}. */
  public Path inferenceOutput(String datasetId) {
    return dataset(datasetId).resolve("inference_output");
  }

  /** Returns where predictions are made ready for the result table, while they are loaded. */
  public Path preparedForLoad(String datasetId) {
    return dataset(datasetId).resolve("load_output");
  }

  /** Returns the list of files that were brought over, with sizes and checksums. */
  public Path manifest(String datasetId) {
    return dataset(datasetId).resolve("manifest.json");
  }

  /** Returns the final report. */
  public Path report(String datasetId) {
    return dataset(datasetId).resolve("report.json");
  }

  /**
   * Returns the folder of a run's model and of its training checkpoints.
   *
   * @param model {@code MMoE} or {@code multitask/MMoE}; the slash is kept
   */
  public Path modelFolder(String model, String datasetId) {
    return modelRoot.resolve(model).resolve("checkpoints").resolve(datasetId);
  }

  /** Returns the published model of a run. */
  public Path model(String model, String datasetId, String experimentId) {
    return modelFolder(model, datasetId).resolve(experimentId + ".model");
  }

  /** Returns the folder of the configuration a run was trained with. */
  public Path mergedConfig(String experimentId, TaskId task) {
    return mergedConfigRoot.resolve(experimentId + "_task" + task);
  }

  /**
   * Returns the folder in which a task's attempts keep their lock and their checkpoints. The
   * creation time is part of the name, since another database may give the same number again.
   */
  public Path attemptFolder(TaskId task, Instant createdAt) {
    return datasetsRoot
        .resolve(".tasks")
        .resolve("task_%s_%d".formatted(task, createdAt.toEpochMilli()));
  }
}

package io.fuxictr.experiment;

import io.fuxictr.task.Overrides;
import io.fuxictr.task.TaskId;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a run knows beside its experiment.
 *
 * @param task the task
 * @param datasetId its dataset
 * @param processed folder of the encoded dataset
 * @param modelRoot folder of the model's checkpoints
 * @param dataPaths the checkpoint's {@code processed_data_paths}: {@code train_data}, {@code
 *     valid_data}, {@code test_data}, {@code infer_data}, {@code feature_cols}, {@code label_col}
 * @param overrides what the submission sets
 * @param defaultBatchSize rows per step where nobody says
 * @param defaultEpochs passes where nobody says
 */
public record RunData(
    TaskId task,
    String datasetId,
    Path processed,
    Path modelRoot,
    Map<String, Object> dataPaths,
    Overrides overrides,
    int defaultBatchSize,
    int defaultEpochs) {

  /** Takes a copy of the map that keeps its order. */
  public RunData {
    dataPaths = Collections.unmodifiableMap(new LinkedHashMap<>(dataPaths));
  }
}

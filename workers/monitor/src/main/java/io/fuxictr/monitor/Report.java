package io.fuxictr.monitor;

import io.fuxictr.task.Submission;
import io.fuxictr.task.TaskId;
import io.fuxictr.task.TaskStatus;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a completed task did, from its submission to its result.
 *
 * @param task the task
 * @param submission what the user asked for
 * @param datasetId the run dataset
 * @param createdAt when the task was created
 * @param completedAt when the last stage was done
 * @param stages all stages, in their order
 */
record Report(
    TaskId task,
    Submission submission,
    String datasetId,
    Instant createdAt,
    Instant completedAt,
    List<StageSummary> stages) {

  /** Takes a copy of the list. */
  Report {
    stages = List.copyOf(stages);
  }

  /** Returns the report as it is stored. */
  Map<String, Object> toMap() {
    var map = new LinkedHashMap<String, Object>();
    map.put("task_id", task.value());
    map.put("task_name", submission.name());
    map.put("experiment_id", submission.experimentId());
    map.put("model", submission.model());
    map.put("dataset_id", datasetId);
    map.put("status", TaskStatus.COMPLETED.wireName());
    map.put("created_at", createdAt.toString());
    map.put("completed_at", completedAt.toString());
    map.put("steps", stages.stream().map(StageSummary::step).toList());
    var metrics = new LinkedHashMap<String, Object>();
    stages.forEach(stage -> metrics.put(stage.stage().wireName(), stage.figures()));
    map.put("metrics", metrics);
    return map;
  }
}

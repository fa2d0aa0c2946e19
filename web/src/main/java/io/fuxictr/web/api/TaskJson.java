package io.fuxictr.web.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.message.Json;
import io.fuxictr.task.Overrides;
import io.fuxictr.task.Stage;
import io.fuxictr.task.Submission;
import io.fuxictr.web.store.MetricRow;
import io.fuxictr.web.store.StepRow;
import io.fuxictr.web.store.TaskRow;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Rows of the database as clients see them. */
final class TaskJson {
  private static final String STARTED = "started_at";
  private static final String COMPLETED = "completed_at";

  private static final Set<String> METRIC_COLUMNS = metricColumns();

  private TaskJson() {}

  private static Set<String> metricColumns() {
    var columns =
        new LinkedHashSet<>(List.of("id", "task_id", "step_name", "start_time", "end_time"));
    columns.addAll(MetricRow.FIGURES);
    return Collections.unmodifiableSet(columns);
  }

  /** Returns a task as it stands in a list. */
  static ObjectNode brief(TaskRow task) {
    Submission submission = task.details().submission();
    ObjectNode json =
        Json.object()
            .put("task_id", task.id().value())
            .put("name", submission.name())
            .put("user", submission.user())
            .put("model", submission.model())
            .put("experiment_id", submission.experimentId())
            .put("status", task.status().wireName())
            .put("current_step", task.currentStep())
            .put("total_steps", Stage.ALL.size());
    put(json, "training_server", task.details().trainingServer());
    put(json, "inference_server", task.details().inferenceServer());
    json.put("created_at", task.times().createdAt());
    put(json, STARTED, task.times().startedAt());
    put(json, COMPLETED, task.times().completedAt());
    return json;
  }

  /** Returns everything about a task. */
  static ObjectNode full(TaskRow task) {
    Submission submission = task.details().submission();
    Overrides overrides = submission.overrides();
    ObjectNode json =
        brief(task)
            .put("sample_sql", submission.sampleSql())
            .put("infer_sql", submission.inferSql())
            .put("hdfs_path", submission.hdfsPath())
            .put("hive_table", submission.hiveTable());
    put(json, "gpu_count", overrides.gpuCount());
    put(json, "batch_size", overrides.batchSize());
    put(json, "epochs", overrides.epochs());
    json.put("priority", submission.priority());
    json.set("result_columns", Json.toTree(submission.resultColumns()));
    json.set("hive_partition", Json.toTree(submission.hivePartition()));
    json.put("updated_at", task.times().updatedAt());
    put(json, "error_message", task.error());
    put(json, "dataset_id", task.datasetId());
    return json.put("attempt", task.attempt()).put("draft", task.draft());
  }

  /** Returns a stage as a row of its own. */
  static ObjectNode step(TaskRow task, StepRow step) {
    ObjectNode json =
        Json.object()
            .put("id", step.id())
            .put("task_id", task.id().value())
            .put("step_name", step.stage().wireName());
    return withState(json, step);
  }

  /** Returns everything that a progress bar needs. */
  static ObjectNode progress(TaskRow task, List<StepRow> steps, List<MetricRow> metrics) {
    ObjectNode json =
        Json.object()
            .put("task_id", task.id().value())
            .put("task_name", task.details().submission().name())
            .put("status", task.status().wireName())
            .put("current_step", task.currentStep())
            .put("total_steps", Stage.ALL.size());
    var list = json.putArray("steps");
    steps.forEach(
        step -> list.add(withState(Json.object().put("name", step.stage().wireName()), step)));
    ObjectNode figures = json.putObject("metrics");
    for (MetricRow row : metrics) {
      if (!row.step().equals(MetricRow.REPORT)) {
        figures.set(row.step(), figures(row));
      }
    }
    json.put("created_at", task.times().createdAt());
    put(json, STARTED, task.times().startedAt());
    put(json, COMPLETED, task.times().completedAt());
    return json;
  }

  private static ObjectNode figures(MetricRow row) {
    var figures = new LinkedHashMap<String, Object>();
    for (String name : List.of("duration_seconds", "bytes_transferred", "rows_processed")) {
      figures.put(name, row.values().getOrDefault(name, 0));
    }
    return Json.read(Json.write(figures));
  }

  private static ObjectNode withState(ObjectNode json, StepRow step) {
    json.put("status", step.status());
    put(json, STARTED, step.startedAt());
    put(json, COMPLETED, step.completedAt());
    put(json, "error_message", step.error());
    return json.put("retry_count", step.retryCount());
  }

  /** Returns the figures of a stage: its columns, then all others beside them. */
  static ObjectNode metric(MetricRow row) {
    ObjectNode json = Json.object();
    Map<String, Object> values = row.values();
    for (String column : METRIC_COLUMNS) {
      json.putNull(column);
    }
    if (METRIC_COLUMNS.containsAll(values.keySet())) {
      json.putNull("additional_metrics");
    }
    values.forEach((name, value) -> json.set(name, Json.toTree(value)));
    return json;
  }

  private static void put(ObjectNode json, String name, Optional<String> value) {
    json.put(name, value.orElse(null));
  }

  private static void put(ObjectNode json, String name, OptionalInt value) {
    if (value.isPresent()) {
      json.put(name, value.getAsInt());
    } else {
      json.putNull(name);
    }
  }
}

package io.fuxictr.web.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.message.Json;
import io.fuxictr.message.SubmissionCodec;
import io.fuxictr.task.Overrides;
import io.fuxictr.task.Submission;
import io.fuxictr.task.TaskId;
import io.fuxictr.task.TaskStatus;
import io.helidon.dbclient.DbRow;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Rows of {@code tasks} as records and back. */
final class TaskRows {

  private TaskRows() {}

  static TaskRow task(DbRow row) {
    TaskStatus status = TaskStatus.ofWireName(Columns.text(row, "status"));
    boolean asked = Columns.optionalText(row, "start_requested_at").isPresent();
    return new TaskRow(
        new TaskId(Columns.number(row, "id")),
        details(row),
        status,
        (int) Columns.number(row, "current_step"),
        (int) Columns.number(row, "attempt"),
        status == TaskStatus.PENDING && !asked,
        Columns.optionalText(row, "error_message"),
        Columns.optionalText(row, "dataset_id"),
        new TaskRow.RowTimes(
            Columns.text(row, "created_at"),
            Columns.text(row, "updated_at"),
            Columns.optionalText(row, "started_at"),
            Columns.optionalText(row, "completed_at")));
  }

  private static TaskDetails details(DbRow row) {
    ObjectNode json = Json.object();
    Stream.of(
            "name",
            "user",
            "model",
            "experiment_id",
            "sample_sql",
            "infer_sql",
            "hdfs_path",
            "hive_table")
        .forEach(name -> json.put(name, Columns.text(row, name)));
    json.put("priority", (int) Columns.number(row, "priority"));
    json.setAll(object(Columns.text(row, "config")));
    json.set("result_columns", object(Columns.text(row, "result_columns")));
    json.set("hive_partition", object(Columns.text(row, "hive_partition")));
    return new TaskDetails(
        SubmissionCodec.read(json),
        Columns.optionalText(row, "training_server"),
        Columns.optionalText(row, "inference_server"));
  }

  private static ObjectNode object(String text) {
    return text.isBlank() || text.equals("null") ? Json.object() : Json.read(text);
  }

  /** Returns the parameters of task-edit and task-insert up to the partition. */
  static @Nullable Object[] parameters(TaskDetails details) {
    Submission submission = details.submission();
    return new @Nullable Object[] {
      submission.name(),
      submission.user(),
      submission.model(),
      submission.experimentId(),
      submission.sampleSql(),
      submission.inferSql(),
      submission.hdfsPath(),
      submission.hiveTable(),
      details.trainingServer().orElse(null),
      details.inferenceServer().orElse(null),
      config(submission.overrides()),
      submission.priority(),
      texts(submission.resultColumns()),
      texts(submission.hivePartition())
    };
  }

  private static String config(Overrides overrides) {
    ObjectNode json = Json.object().putNull("gpu_count").putNull("batch_size").putNull("epochs");
    overrides.gpuCount().ifPresent(value -> json.put("gpu_count", value));
    overrides.batchSize().ifPresent(value -> json.put("batch_size", value));
    overrides.epochs().ifPresent(value -> json.put("epochs", value));
    return Json.write(json);
  }

  private static @Nullable String texts(Map<String, String> texts) {
    return Optional.of(texts).filter(map -> !map.isEmpty()).map(Json::write).orElse(null);
  }
}

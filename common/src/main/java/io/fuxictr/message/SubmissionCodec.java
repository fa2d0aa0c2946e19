package io.fuxictr.message;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.task.Overrides;
import io.fuxictr.task.Submission;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/** Submissions as JSON, under the field names that users write. */
public final class SubmissionCodec {

  private SubmissionCodec() {}

  /** Returns the JSON object of a submission. */
  public static ObjectNode write(Submission submission) {
    ObjectNode json =
        Json.object()
            .put("name", submission.name())
            .put("user", submission.user())
            .put("model", submission.model())
            .put("experiment_id", submission.experimentId())
            .put("sample_sql", submission.sampleSql())
            .put("infer_sql", submission.inferSql())
            .put("hdfs_path", submission.hdfsPath())
            .put("hive_table", submission.hiveTable())
            .put("priority", submission.priority());
    Overrides overrides = submission.overrides();
    overrides.gpuCount().ifPresent(value -> json.put("gpu_count", value));
    overrides.batchSize().ifPresent(value -> json.put("batch_size", value));
    overrides.epochs().ifPresent(value -> json.put("epochs", value));
    if (!submission.resultColumns().isEmpty()) {
      json.set("result_columns", Json.toTree(submission.resultColumns()));
    }
    if (!submission.hivePartition().isEmpty()) {
      json.set("hive_partition", Json.toTree(submission.hivePartition()));
    }
    return json;
  }

  /**
   * Returns the submission in a JSON object that {@link #write} made or the web server has checked.
   * Absent texts are empty.
   */
  public static Submission read(JsonNode json) {
    return new Submission(
        json.path("name").asText(),
        json.path("user").asText(),
        json.path("model").asText(),
        json.path("experiment_id").asText(),
        json.path("sample_sql").asText(),
        json.path("infer_sql").asText(),
        json.path("hdfs_path").asText(),
        json.path("hive_table").asText(),
        new Overrides(
            integer(json, "gpu_count"), integer(json, "batch_size"), integer(json, "epochs")),
        texts(json.path("result_columns")),
        texts(json.path("hive_partition")),
        json.path("priority").asInt(Submission.DEFAULT_PRIORITY));
  }

  private static Map<String, String> texts(JsonNode json) {
    var texts = new LinkedHashMap<String, String>();
    json.properties().forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
    return texts;
  }

  private static OptionalInt integer(JsonNode json, String key) {
    return json.path(key).isIntegralNumber()
        ? OptionalInt.of(json.path(key).intValue())
        : OptionalInt.empty();
  }
}

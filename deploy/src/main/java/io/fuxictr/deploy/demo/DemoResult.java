package io.fuxictr.deploy.demo;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What came out of a demonstration.
 *
 * @param taskId number of the task
 * @param objectives score by label, in the order of the predictions
 * @param rowsPredicted rows in the result
 * @param seconds duration by stage, in order
 * @param table the first rows of the result table
 * @param dashboard address of the page
 */
public record DemoResult(
    long taskId,
    Map<String, Score> objectives,
    long rowsPredicted,
    Map<String, Double> seconds,
    ResultRows table,
    URI dashboard) {

  /** Takes copies that keep the order. */
  public DemoResult {
    objectives = Collections.unmodifiableMap(new LinkedHashMap<>(objectives));
    seconds = Collections.unmodifiableMap(new LinkedHashMap<>(seconds));
  }

  /**
   * How well an objective is predicted on the test split.
   *
   * @param auc area under the curve
   * @param logloss mean log loss
   * @param bestAuc what the probabilities reach that the data were made with; empty if nobody knows
   */
  public record Score(double auc, double logloss, OptionalDouble bestAuc) {}

  /**
   * Some rows of the result table.
   *
   * @param table its name
   * @param columns headings
   * @param rows one text per column
   */
  public record ResultRows(String table, List<String> columns, List<List<String>> rows) {}

  /** Returns the result as one JSON object. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("task_id", taskId).put("status", "completed");
    ObjectNode scores = json.putObject("objectives");
    objectives.forEach(
        (label, score) ->
            scores.putObject(label).put("AUC", score.auc()).put("logloss", score.logloss()));
    json.put("rows_predicted", rowsPredicted);
    ObjectNode durations = json.putObject("seconds");
    seconds.forEach(durations::put);
    return json;
  }
}

package io.fuxictr.deploy.lab;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.deploy.text.TextTable;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * What came out of an experiment.
 *
 * @param experiment its name
 * @param dataset its dataset
 * @param model the model's file
 * @param metrics by split, then by name, in order
 * @param calibrations tables of what was predicted and what came true, if they were asked for
 * @param seconds how long each part took
 */
public record TrainResult(
    String experiment,
    String dataset,
    Path model,
    Map<String, Map<String, Double>> metrics,
    List<Calibration> calibrations,
    Map<String, Double> seconds) {

  /** Takes copies that keep the order. */
  public TrainResult {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    calibrations = List.copyOf(calibrations);
    seconds = Collections.unmodifiableMap(new LinkedHashMap<>(seconds));
  }

  /** Returns the result as one JSON object; a metric that is not defined is null. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("experiment", experiment).put("dataset", dataset).put("status", "completed");
    json.put("model", model.toString());
    metrics.forEach(
        (split, values) -> {
          ObjectNode node = json.putObject(split);
          values.forEach(
              (name, value) -> {
                if (Double.isFinite(value)) {
                  node.put(name, value);
                } else {
                  node.putNull(name);
                }
              });
        });
    if (!calibrations.isEmpty()) {
      ArrayNode tables = json.putArray("calibration");
      calibrations.forEach(table -> table.writeTo(tables.addObject()));
    }
    ObjectNode durations = json.putObject("seconds");
    seconds.forEach((part, value) -> durations.put(part, Math.round(value * 1000) / 1000.0));
    return json;
  }

  /** Writes the metrics as a table, and where the model is. */
  public void print(PrintWriter out) {
    var headings = new ArrayList<String>();
    headings.add("metric");
    headings.addAll(metrics.keySet());
    var names = new LinkedHashSet<String>();
    metrics.values().forEach(values -> names.addAll(values.keySet()));
    var table = new TextTable(headings.toArray(String[]::new));
    for (String name : names) {
      var cells = new ArrayList<String>();
      cells.add(name);
      metrics
          .values()
          .forEach(
              values ->
                  cells.add(
                      values.containsKey(name)
                          ? ResultLine.figure(values.getOrDefault(name, Double.NaN))
                          : ""));
      table.row(cells.toArray(String[]::new));
    }
    out.println();
    table.print(out);
    calibrations.forEach(calibration -> calibration.print(out));
    out.printf("%nModel: %s%n", model);
  }
}

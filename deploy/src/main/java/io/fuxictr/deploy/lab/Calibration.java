package io.fuxictr.deploy.lab;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.ctr.metric.CalibrationBucket;
import io.fuxictr.ctr.metric.Evaluation;
import io.fuxictr.deploy.text.TextTable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * What was predicted of the samples of a split, and what came true: in bins of as many samples,
 * from the lowest predictions to the highest.
 *
 * @param split the split, or another name of the samples
 * @param label the objective
 * @param bins at most as many as were asked for, and no more than samples
 */
public record Calibration(String split, String label, List<CalibrationBucket> bins) {

  /** Takes a copy of the list. */
  public Calibration {
    bins = List.copyOf(bins);
  }

  /** Returns the tables of an evaluation, by objective; none if none was asked for. */
  static List<Calibration> of(String split, Evaluation evaluation) {
    var tables = new ArrayList<Calibration>();
    evaluation
        .objectives()
        .forEach(
            objective ->
                objective
                    .tables()
                    .values()
                    .forEach(bins -> tables.add(new Calibration(split, objective.label(), bins))));
    return tables;
  }

  /** Writes it into a JSON object. */
  void writeTo(ObjectNode json) {
    json.put("split", split).put("label", label);
    ArrayNode array = json.putArray("bins");
    bins.forEach(
        bin ->
            array
                .addObject()
                .put("rows", bin.rows())
                .put("predicted", bin.meanPrediction())
                .put("actual", bin.meanLabel()));
  }

  /** Writes it as a table under a line that says what it is. */
  void print(PrintWriter out) {
    var table = new TextTable("bin", "rows", "predicted", "actual", "predicted/actual");
    for (int i = 0; i < bins.size(); i++) {
      CalibrationBucket bin = bins.get(i);
      table.row(
          String.valueOf(i + 1),
          String.valueOf(bin.rows()),
          ResultLine.figure(bin.meanPrediction()),
          ResultLine.figure(bin.meanLabel()),
          bin.meanLabel() == 0 ? "nan" : ResultLine.figure(bin.meanPrediction() / bin.meanLabel()));
    }
    out.printf("%nCalibration of %s, %s:%n", label, split);
    table.print(out);
  }
}

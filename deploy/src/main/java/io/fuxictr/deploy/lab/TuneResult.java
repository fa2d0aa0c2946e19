package io.fuxictr.deploy.lab;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.deploy.text.TextTable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came out of a tuning.
 *
 * @param keys the keys that were varied
 * @param rows experiments, the best first, those that failed last
 */
public record TuneResult(List<String> keys, List<Row> rows) {

  /** Takes copies of the lists. */
  public TuneResult {
    keys = List.copyOf(keys);
    rows = List.copyOf(rows);
  }

  /**
   * One experiment.
   *
   * @param experiment its name
   * @param values its values of the keys that were varied, as text
   * @param monitored the number that the experiments are sorted by, on the validation samples
   * @param valid metrics of the validation samples
   * @param test metrics of the test samples
   * @param failure why it failed; empty if it did not
   */
  public record Row(
      String experiment,
      List<String> values,
      double monitored,
      Map<String, Double> valid,
      Map<String, Double> test,
      Optional<String> failure) {

    /** Takes a copy of the list. */
    public Row {
      values = List.copyOf(values);
    }
  }

  /** Returns how many experiments failed. */
  public long failed() {
    return rows.stream().filter(row -> row.failure().isPresent()).count();
  }

  /** Writes the table. */
  public void print(PrintWriter out) {
    var valid = new LinkedHashSet<String>();
    var test = new LinkedHashSet<String>();
    rows.forEach(row -> valid.addAll(row.valid().keySet()));
    rows.forEach(row -> test.addAll(row.test().keySet()));
    var headings = new ArrayList<String>();
    headings.add("experiment");
    headings.addAll(keys);
    headings.add("monitor");
    valid.forEach(name -> headings.add("valid " + name));
    test.forEach(name -> headings.add("test " + name));
    var table = new TextTable(headings.toArray(String[]::new));
    for (Row row : rows) {
      var cells = new ArrayList<String>();
      cells.add(row.experiment());
      cells.addAll(row.values());
      cells.add(row.failure().isPresent() ? "failed" : ResultLine.figure(row.monitored()));
      valid.forEach(name -> cells.add(cell(row.valid(), name)));
      test.forEach(name -> cells.add(cell(row.test(), name)));
      table.row(cells.toArray(String[]::new));
    }
    out.println();
    table.print(out);
    rows.forEach(
        row ->
            row.failure().ifPresent(why -> out.printf("%n%s failed: %s%n", row.experiment(), why)));
  }

  private static String cell(Map<String, Double> metrics, String name) {
    return metrics.containsKey(name)
        ? ResultLine.figure(metrics.getOrDefault(name, Double.NaN))
        : "";
  }

  /** Returns the result as one JSON object. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode list = json.putArray("experiments");
    for (Row row : rows) {
      ObjectNode node = list.addObject();
      node.put("experiment", row.experiment());
      ObjectNode values = node.putObject("values");
      for (int i = 0; i < keys.size(); i++) {
        values.put(keys.get(i), row.values().get(i));
      }
      row.failure()
          .ifPresentOrElse(
              why -> node.put("status", "failed").put("failure", why),
              () -> node.put("status", "completed"));
      put(node.putObject("valid"), row.valid());
      put(node.putObject("test"), row.test());
    }
    return json;
  }

  private static void put(ObjectNode node, Map<String, Double> metrics) {
    metrics.forEach(
        (name, value) -> {
          if (Double.isFinite(value)) {
            node.put(name, value);
          } else {
            node.putNull(name);
          }
        });
  }
}

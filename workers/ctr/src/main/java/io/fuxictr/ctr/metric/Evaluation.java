package io.fuxictr.ctr.metric;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The metrics of all objectives on one set of samples.
 *
 * @param values by {@code label_AUC}, {@code label_logloss} for each label, then {@code AUC} and
 *     {@code logloss}, the means over the labels; NaN where a metric is not defined
 * @param rows samples seen
 */
public record Evaluation(Map<String, Double> values, long rows) {

  /** Takes a copy of the map, in its order. */
  public Evaluation {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Returns the mean over the objectives of a metric. */
  public double mean(Metric metric) {
    return value(metric.key());
  }

  /** Returns a metric of one objective. */
  public double of(String label, Metric metric) {
    return value(label + "_" + metric.key());
  }

  private double value(String key) {
    return values.getOrDefault(key, Double.NaN);
  }

  /** Computes all metrics of objectives that have been collected. */
  static Evaluation of(List<String> labels, List<ObjectiveScores> scores, long rows) {
    Map<String, Double> values = new LinkedHashMap<>();
    Map<String, Double> means = new LinkedHashMap<>();
    for (Metric metric : Metric.values()) {
      double sum = 0;
      int defined = 0;
      for (int i = 0; i < labels.size(); i++) {
        double value = scores.get(i).measure(metric);
        values.put(labels.get(i) + "_" + metric.key(), value);
        sum += Double.isNaN(value) ? 0 : value;
        defined += Double.isNaN(value) ? 0 : 1;
      }
      means.put(metric.key(), defined == 0 ? Double.NaN : sum / defined);
    }
    values.putAll(means);
    return new Evaluation(values, rows);
  }
}

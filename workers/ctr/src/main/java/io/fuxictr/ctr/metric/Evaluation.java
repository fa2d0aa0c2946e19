package io.fuxictr.ctr.metric;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The metrics of all objectives on one set of samples.
 *
 * @param objectives in the order of the labels
 * @param means of each number over the objectives for which it is defined, by the keys of the
 *     metrics; NaN if there is none
 * @param rows samples seen
 */
public record Evaluation(
    List<ObjectiveEvaluation> objectives, Map<String, Double> means, long rows) {

  /** Takes copies, in their order. */
  public Evaluation {
    objectives = List.copyOf(objectives);
    means = Collections.unmodifiableMap(new LinkedHashMap<>(means));
  }

  /** Averages metrics over the objectives. */
  static Evaluation of(List<Metric> metrics, List<ObjectiveEvaluation> objectives, long rows) {
    Map<String, Double> means = new LinkedHashMap<>();
    for (Metric metric : metrics) {
      if (metric.isNumber()) {
        means.put(metric.key(), mean(metric.key(), objectives));
      }
    }
    return new Evaluation(objectives, means, rows);
  }

  private static double mean(String key, List<ObjectiveEvaluation> objectives) {
    return objectives.stream()
        .mapToDouble(objective -> objective.values().getOrDefault(key, Double.NaN))
        .filter(value -> !Double.isNaN(value))
        .average()
        .orElse(Double.NaN);
  }

  /**
   * Returns all numbers: {@code label_metric} for each label and metric, then each {@code metric},
   * the mean over the labels.
   */
  public Map<String, Double> values() {
    Map<String, Double> values = new LinkedHashMap<>();
    for (ObjectiveEvaluation objective : objectives) {
      objective.values().forEach((key, value) -> values.put(objective.label() + "_" + key, value));
    }
    values.putAll(means);
    return Collections.unmodifiableMap(values);
  }

  /** Returns the mean over the objectives of a metric; NaN if it was not measured. */
  public double mean(Metric metric) {
    return means.getOrDefault(metric.key(), Double.NaN);
  }

  /** Returns a metric of one objective; NaN if it was not measured. */
  public double of(String label, Metric metric) {
    return objectives.stream()
        .filter(objective -> objective.label().equals(label))
        .mapToDouble(objective -> objective.values().getOrDefault(metric.key(), Double.NaN))
        .findFirst()
        .orElse(Double.NaN);
  }
}

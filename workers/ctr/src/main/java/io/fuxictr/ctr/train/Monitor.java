package io.fuxictr.ctr.train;

import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.metric.Evaluation;
import io.fuxictr.ctr.metric.Metric;
import io.fuxictr.ctr.metric.MetricPlan;
import io.fuxictr.ctr.metric.Objective;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The number that decides when to stop: a weighted sum of metrics, hyper-parameter {@code monitor}.
 *
 * @param weights weight of each metric by its name, which may be a label's own
 * @param plan the metrics in it and no others
 */
record Monitor(Map<String, Double> weights, MetricPlan plan) {
  private static final String KEY = "monitor";

  /**
   * Reads a metric's name, or a map from names to weights; {@code label_metric} is a label's own.
   *
   * @param all what is measured when training is over
   * @throws ModelConfigException if a name is unknown or its metric cannot be computed
   */
  static Monitor of(HyperParameters parameters, MetricPlan all) {
    Object value = parameters.value(KEY).orElseGet(() -> usual(all));
    Map<String, Double> weights = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, weight) -> weights.put(String.valueOf(name), weight(weight)));
    } else {
      weights.put(value.toString(), 1.0);
    }
    if (weights.isEmpty()) {
      throw ModelConfigException.of(KEY, value, "a metric, or a map from metrics to weights");
    }
    List<Metric> metrics = new ArrayList<>();
    weights.keySet().forEach(name -> metrics.add(metric(name, all.objectives())));
    return new Monitor(weights, all.measuring(KEY, metrics));
  }

  private static String usual(MetricPlan plan) {
    if (plan.isRegression()) {
      throw new ModelConfigException(
          "Hyper-parameter monitor is missing, and there is no usual one for regression; set for"
              + " instance monitor: RMSE and monitor_mode: min");
    }
    return Metric.AUC.key();
  }

  private static double weight(Object weight) {
    return HyperParameters.number(KEY, weight, Double::isFinite, "numbers as weights");
  }

  private static Metric metric(String name, List<Objective> objectives) {
    return objectives.stream()
        .flatMap(objective -> ownMetric(name, objective).stream())
        .findFirst()
        .or(() -> Metric.find(name).filter(Metric::isNumber))
        .orElseThrow(() -> unknown(name, objectives));
  }

  private static Optional<Metric> ownMetric(String name, Objective objective) {
    String prefix = objective.label() + "_";
    return name.startsWith(prefix)
        ? Metric.find(name.substring(prefix.length()))
            .filter(metric -> metric.isNumber() && metric.appliesTo(objective))
        : Optional.empty();
  }

  private static ModelConfigException unknown(String name, List<Objective> objectives) {
    String labels = String.join(", ", objectives.stream().map(Objective::label).toList());
    return ModelConfigException.of(
        KEY,
        name,
        "a number out of %s; or one of them behind a label and _ (labels: %s)"
            .formatted(Metric.allowed(), labels));
  }

  /** Returns the sum; NaN if a metric in it is not defined. */
  double of(Evaluation evaluation) {
    Map<String, Double> values = evaluation.values();
    double sum = 0;
    for (Map.Entry<String, Double> entry : weights.entrySet()) {
      sum += entry.getValue() * values.getOrDefault(entry.getKey(), Double.NaN);
    }
    return sum;
  }
}

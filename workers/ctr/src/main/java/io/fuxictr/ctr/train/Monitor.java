package io.fuxictr.ctr.train;

import io.fuxictr.ctr.config.HyperParameters;
import io.fuxictr.ctr.config.ModelConfigException;
import io.fuxictr.ctr.metric.Evaluation;
import io.fuxictr.ctr.metric.Metric;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The number that decides when to stop: a weighted sum of metrics, hyper-parameter {@code monitor}.
 *
 * @param weights weight of each metric by its key
 */
record Monitor(Map<String, Double> weights) {
  private static final String KEY = "monitor";

  /** Reads a metric's name, or a map from names to weights; names may be a label's own. */
  static Monitor of(HyperParameters parameters, List<String> labels) {
    Object value = parameters.value(KEY).orElse(Metric.AUC.key());
    Map<String, Double> weights = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, weight) -> weights.put(String.valueOf(name), weight(weight)));
    } else {
      weights.put(value.toString(), 1.0);
    }
    List<String> known = known(labels);
    if (weights.isEmpty() || !known.containsAll(weights.keySet())) {
      throw ModelConfigException.of(
          KEY, value, "one of %s, or a map from them to weights".formatted(known));
    }
    return new Monitor(weights);
  }

  private static double weight(Object weight) {
    return HyperParameters.number(KEY, weight, Double::isFinite, "numbers as weights");
  }

  private static List<String> known(List<String> labels) {
    List<String> known = new ArrayList<>();
    for (Metric metric : Metric.values()) {
      known.add(metric.key());
      labels.forEach(label -> known.add(label + "_" + metric.key()));
    }
    return known;
  }

  /** Returns the sum; NaN if a metric in it is not defined. */
  double of(Evaluation evaluation) {
    double sum = 0;
    for (Map.Entry<String, Double> entry : weights.entrySet()) {
      sum += entry.getValue() * evaluation.values().getOrDefault(entry.getKey(), Double.NaN);
    }
    return sum;
  }
}

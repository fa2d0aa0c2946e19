package io.fuxictr.deploy.lab;

import io.fuxictr.ctr.metric.Evaluation;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Metrics under the names that results have for them. */
final class Measured {
  private Measured() {}

  /**
   * Returns all metrics in order. With several labels they are {@code label_metric} for each label
   * and then the means; with one label the metrics alone.
   */
  static Map<String, Double> of(Evaluation evaluation, List<String> labels) {
    if (labels.size() != 1) {
      return evaluation.values();
    }
    String prefix = labels.getFirst() + "_";
    var own = new LinkedHashMap<String, Double>();
    evaluation
        .values()
        .forEach(
            (name, value) -> {
              if (name.startsWith(prefix)) {
                own.put(name.substring(prefix.length()), value);
              }
            });
    return own;
  }
}

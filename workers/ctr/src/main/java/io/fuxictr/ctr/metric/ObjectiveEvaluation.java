package io.fuxictr.ctr.metric;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The metrics of one objective.
 *
 * @param label its column
 * @param values by the keys of the metrics that apply to it; NaN where one is not defined
 * @param tables buckets by the keys of the metrics that are tables
 * @param undefined by the keys of the metrics that are not defined, why not
 */
public record ObjectiveEvaluation(
    String label,
    Map<String, Double> values,
    Map<String, List<CalibrationBucket>> tables,
    Map<String, String> undefined) {

  /** Takes copies of the maps, in their order. */
  public ObjectiveEvaluation {
    values = copy(values);
    tables = copy(tables);
    undefined = copy(undefined);
  }

  private static <V> Map<String, V> copy(Map<String, V> map) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}

package io.fuxictr.web.store;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The figures that a stage ended with, cut to the columns of {@code workflow_metrics}.
 *
 * @param byName figure by name, only those that JSON can say
 */
record Figures(Map<String, Object> byName) {

  /** Drops what is infinite or not a number. */
  Figures {
    var finite = new TreeMap<>(byName);
    finite
        .values()
        .removeIf(
            value -> value instanceof Number number && !Double.isFinite(number.doubleValue()));
    byName = finite;
  }

  /** Returns a whole number, 0 if it is not there. */
  long count(String name) {
    return byName.get(name) instanceof Number number ? number.longValue() : 0;
  }

  /** Returns a number, or null if it is not there. */
  @Nullable Double real(String name) {
    return byName.get(name) instanceof Number number ? number.doubleValue() : null;
  }

  /** Returns the figures that have no column of their own. */
  Map<String, Object> others() {
    var others = new TreeMap<>(byName);
    others.keySet().removeAll(MetricRow.FIGURES);
    return others;
  }
}

package io.fuxictr.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A column that is to be predicted.
 *
 * @param name column of the training rows
 * @param threshold from which probability a row counts as positive, for the metrics that need it
 */
public record LabelColumn(String name, double threshold) {
  private static final double DEFAULT_THRESHOLD = 0.5;

  /** The label of a model without dataset configuration. */
  static final List<LabelColumn> DEFAULT = List.of(new LabelColumn("label", DEFAULT_THRESHOLD));

  /**
   * Returns the columns that a {@code label_col} entry names: a name, a map, or a list of either.
   *
   * @throws IllegalArgumentException if it is none of these
   */
  static List<LabelColumn> parse(Object labelCol) {
    List<?> items = labelCol instanceof List<?> list ? list : List.of(labelCol);
    var labels = new ArrayList<LabelColumn>();
    for (Object item : items) {
      labels.add(parseOne(item));
    }
    if (labels.isEmpty()) {
      throw new IllegalArgumentException("label_col is empty");
    }
    return List.copyOf(labels);
  }

  private static LabelColumn parseOne(Object item) {
    if (item instanceof Map<?, ?> map && map.get("name") instanceof String name) {
      Object threshold = map.get("threshold");
      return new LabelColumn(
          name, threshold instanceof Number number ? number.doubleValue() : DEFAULT_THRESHOLD);
    }
    if (item instanceof String name) {
      return new LabelColumn(name, DEFAULT_THRESHOLD);
    }
    throw new IllegalArgumentException("label_col: '" + item + "' has no name");
  }

  /** Returns the entry of {@code label_col} for this column. */
  public Map<String, Object> toMap() {
    var map = new LinkedHashMap<String, Object>();
    map.put("name", name);
    map.put("dtype", "float");
    map.put("threshold", threshold);
    return map;
  }
}

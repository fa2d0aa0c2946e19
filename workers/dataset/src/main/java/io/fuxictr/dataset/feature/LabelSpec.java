package io.fuxictr.dataset.feature;

import io.fuxictr.dataset.part.DatasetException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A column that is to be predicted.
 *
 * @param name column
 * @param fill value of a missing label: -1 unknown, or 0 or 1
 * @param threshold probability from which a prediction counts as positive
 */
public record LabelSpec(String name, float fill, double threshold) {
  private static final float UNKNOWN = -1;
  private static final double MIDDLE = 0.5;
  private static final Set<String> KEYS = Set.of("name", "dtype", "fill_na", "threshold", "active");

  /** Creates an objective with the usual settings: unknown where missing, threshold one half. */
  public static LabelSpec of(String name) {
    return new LabelSpec(name, UNKNOWN, MIDDLE);
  }

  /**
   * Reads {@code label_col}: a name, a map, or a list of either; order is the order of objectives.
   *
   * @throws DatasetException if it is none of these, naming what is wrong
   */
  public static List<LabelSpec> parse(@Nullable Object config) {
    List<?> items =
        config instanceof List<?> list ? list : config == null ? List.of() : List.of(config);
    List<LabelSpec> labels = new ArrayList<>();
    for (Object item : items) {
      labels.add(item instanceof Map<?, ?> map ? parse(map) : of(String.valueOf(item)));
    }
    if (labels.isEmpty()
        || labels.stream().map(LabelSpec::name).distinct().count() < labels.size()) {
      throw new DatasetException(
          "Reading label_col: expected at least one label and no name twice, found %s; give a name,"
                  .formatted(config)
              + " a map with 'name', or a list of these");
    }
    return List.copyOf(labels);
  }

  /** Returns this label in the form in which it is configured. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("name", name);
    map.put("dtype", DataType.FLOAT.wireName());
    map.put("threshold", threshold);
    map.put("fill_na", fill);
    return map;
  }

  private static LabelSpec parse(Map<?, ?> map) {
    List<String> problems = UnknownKeys.of(map, KEYS);
    if (!problems.isEmpty()) {
      throw new DatasetException("Reading label_col: " + String.join("; ", problems));
    }
    Object name = map.get("name");
    if (name == null) {
      throw new DatasetException("Reading label_col: an entry without 'name': " + map);
    }
    double fill = number(map.get("fill_na"), UNKNOWN, "fill_na");
    if (fill != UNKNOWN && fill != 0 && fill != 1) {
      throw new DatasetException(
          "Reading label_col '%s': fill_na is %s; allowed: -1 (unknown), 0, 1"
              .formatted(name, fill));
    }
    return new LabelSpec(
        name.toString(), (float) fill, number(map.get("threshold"), MIDDLE, "threshold"));
  }

  private static double number(@Nullable Object value, double otherwise, String key) {
    if (value == null) {
      return otherwise;
    }
    try {
      return Double.parseDouble(value.toString());
    } catch (NumberFormatException e) {
      throw new DatasetException(
          "Reading label_col: %s is '%s'; a number is expected".formatted(key, value), e);
    }
  }
}

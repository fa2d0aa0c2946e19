package io.fuxictr.dataset.feature;

import io.fuxictr.dataset.part.DatasetException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A column that is to be predicted.
 *
 * @param name column
 * @param kind what its values are
 * @param fill value of a missing label, as 32 bits: of a class -1 (unknown), 0 or 1; of a number
 *     NaN (unknown) or any finite one
 * @param threshold probability from which a prediction counts as positive
 */
public record LabelSpec(String name, Kind kind, float fill, double threshold) {
  private static final float UNKNOWN = -1;
  private static final double MIDDLE = 0.5;
  private static final Set<String> KEYS = Set.of("name", "dtype", "fill_na", "threshold", "active");

  /** What the values of a label are. */
  public enum Kind {
    /** One of two classes: 0 or 1, and -1 where it is not known. */
    CLASS(UNKNOWN),
    /** A quantity: any finite number of 32 bits, and NaN where it is not known. */
    NUMBER(Float.NaN);

    private final float unknown;

    Kind(float unknown) {
      this.unknown = unknown;
    }

    /** Returns the value of a label that is not known. */
    public float unknown() {
      return unknown;
    }

    private boolean allows(double value) {
      return switch (this) {
        case CLASS -> value == 0 || value == 1 || value == UNKNOWN;
        case NUMBER -> Float.isFinite((float) value);
      };
    }

    private String allowed() {
      return switch (this) {
        case CLASS -> "labels must be 0, 1 or missing; map them in the query";
        case NUMBER -> "labels of a regression must be finite numbers of 32 bits or missing";
      };
    }
  }

  /** Creates an objective with the usual settings: unknown where missing, threshold one half. */
  public static LabelSpec of(String name) {
    return of(name, Kind.CLASS);
  }

  /** Creates an objective with the usual settings: unknown where missing, threshold one half. */
  public static LabelSpec of(String name, Kind kind) {
    return new LabelSpec(name, kind, kind.unknown(), MIDDLE);
  }

  /**
   * Returns a label as it is kept, with what stands for it where it is missing (NaN).
   *
   * @throws DatasetException if it is none that the kind allows
   */
  public float encode(double value) {
    if (Double.isNaN(value)) {
      return fill;
    }
    if (!kind.allows(value)) {
      throw new DatasetException(
          "Reading label '%s': found %s; %s".formatted(name, value, kind.allowed()));
    }
    return (float) value;
  }

  /** Reads {@code label_col} where all labels are classes. */
  public static List<LabelSpec> parse(@Nullable Object config) {
    return parse(config, _ -> Kind.CLASS);
  }

  /**
   * Reads {@code label_col}: a name, a map, or a list of either; order is the order of objectives.
   *
   * @param kinds the kind of the label at a position, from 0
   * @throws DatasetException if it is none of these, naming what is wrong
   */
  public static List<LabelSpec> parse(@Nullable Object config, IntFunction<Kind> kinds) {
    List<?> items =
        config instanceof List<?> list ? list : config == null ? List.of() : List.of(config);
    List<LabelSpec> labels = new ArrayList<>();
    for (Object item : items) {
      Kind kind = kinds.apply(labels.size());
      labels.add(item instanceof Map<?, ?> map ? parse(map, kind) : of(String.valueOf(item), kind));
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
    if (!Float.isNaN(fill)) {
      map.put("fill_na", fill);
    }
    return map;
  }

  private static LabelSpec parse(Map<?, ?> map, Kind kind) {
    List<String> problems = UnknownKeys.of(map, KEYS);
    if (!problems.isEmpty()) {
      throw new DatasetException("Reading label_col: " + String.join("; ", problems));
    }
    Object name = map.get("name");
    if (name == null) {
      throw new DatasetException("Reading label_col: an entry without 'name': " + map);
    }
    double fill = number(map.get("fill_na"), kind.unknown(), "fill_na");
    if (!Double.isNaN(fill) && !kind.allows(fill)) {
      throw new DatasetException(
          "Reading label_col '%s': fill_na is %s; allowed: %s"
              .formatted(
                  name,
                  fill,
                  kind == Kind.CLASS ? "-1 (unknown), 0, 1" : "a finite number of 32 bits"));
    }
    return new LabelSpec(
        name.toString(), kind, (float) fill, number(map.get("threshold"), MIDDLE, "threshold"));
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

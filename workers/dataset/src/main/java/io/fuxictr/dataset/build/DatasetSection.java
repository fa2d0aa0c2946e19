package io.fuxictr.dataset.build;

import io.fuxictr.dataset.feature.ColumnSpec;
import io.fuxictr.dataset.feature.ColumnSpecs;
import io.fuxictr.dataset.feature.LabelSpec;
import io.fuxictr.dataset.part.DatasetException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The section of a dataset in a configuration: labels, columns and split, checked as they are read.
 * A key that is absent or null has its default.
 *
 * @param values value by key, as YAML has them
 * @param source where the section stands, for messages
 */
public record DatasetSection(Map<String, Object> values, String source) {

  /** Takes a copy of the map that keeps its order. */
  public DatasetSection {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * What counts where the section does not say how rows are divided.
   *
   * @param order name of the order
   * @param size {@code valid_size} and {@code test_size}
   */
  public record SplitDefaults(String order, double size) {}

  /**
   * Returns the columns to predict; none if the section does not name any.
   *
   * @throws DatasetException if {@code label_col} cannot be used
   */
  public List<LabelSpec> labels() {
    Object declared = values.get("label_col");
    return declared == null ? List.of() : LabelSpec.parse(declared);
  }

  /**
   * Returns the columns that are declared; none if there is no {@code feature_cols}.
   *
   * @throws DatasetException if one cannot be declared so, naming all of these
   */
  public List<ColumnSpec> columns() {
    Object groups = values.get("feature_cols");
    if (groups == null) {
      return List.of();
    }
    if (!(groups instanceof List<?> list)) {
      throw wrong("feature_cols", groups, "a list");
    }
    return ColumnSpecs.parse(list, minCount());
  }

  /** Returns how often a value must occur to be known, for columns that do not say their own. */
  public int minCount() {
    return whole("min_categr_count", 1);
  }

  /** Returns rows of a processed file at most; 0 means one file per split. */
  public int fileRows() {
    return whole("data_block_size", 0);
  }

  /**
   * Returns how rows are divided.
   *
   * @param defaults what counts where the section does not say
   * @param seed seed of a random order
   */
  public SplitRule split(SplitDefaults defaults, long seed) {
    String type = text("split_type").orElse(defaults.order());
    SplitRule.Order order =
        switch (type) {
          case "random" -> SplitRule.Order.RANDOM;
          case "sequential" -> SplitRule.Order.SEQUENTIAL;
          default -> throw wrong("split_type", type, "random or sequential");
        };
    return new SplitRule(
        order, size("valid_size", defaults.size()), size("test_size", defaults.size()), seed);
  }

  /** Returns a text, if it is there. */
  public Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key)).map(Object::toString);
  }

  /** Returns yes or no, or another one if it is not there. */
  public boolean flag(String key, boolean otherwise) {
    Object value = values.get(key);
    if (value == null) {
      return otherwise;
    }
    if (value instanceof Boolean flag) {
      return flag;
    }
    throw wrong(key, value, "true or false");
  }

  /** Returns a whole number of at least 0, or another one if it is not there. */
  public int whole(String key, int otherwise) {
    double number = number(key, otherwise, "a whole number of at least 0");
    if (number != Math.rint(number) || number > Integer.MAX_VALUE) {
      throw wrong(key, number, "a whole number of at least 0");
    }
    return (int) number;
  }

  private double size(String key, double otherwise) {
    return number(key, otherwise, "a share below 1 or a number of rows");
  }

  /** YAML has {@code 1e-1} as text. */
  private double number(String key, double otherwise, String expected) {
    Object value = values.get(key);
    if (value == null) {
      return otherwise;
    }
    try {
      double number = Double.parseDouble(value.toString());
      if (number >= 0 && Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException _) {
      // Refused below, like a number below zero.
    }
    throw wrong(key, value, expected);
  }

  private DatasetException wrong(String key, Object value, String expected) {
    return new DatasetException(
        "Reading %s: %s is '%s', expected %s".formatted(source, key, value, expected));
  }
}

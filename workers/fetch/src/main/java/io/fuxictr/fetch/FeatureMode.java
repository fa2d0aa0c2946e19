package io.fuxictr.fetch;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Where the features of a dataset come from. */
public enum FeatureMode {
  /** Recognised by the names of columns. */
  AUTO("auto"),
  /** As the dataset configuration declares them. */
  TEMPLATE("template"),
  /** As declared, and recognised among the columns that are not. */
  UNION("union");

  private final String wireName;

  FeatureMode(String wireName) {
    this.wireName = wireName;
  }

  /** Returns the name in the configuration. */
  public String wireName() {
    return wireName;
  }

  /**
   * Returns the mode with a name.
   *
   * @throws IllegalArgumentException if there is none, naming those there are
   */
  public static FeatureMode ofWireName(String name) {
    return Arrays.stream(values())
        .filter(mode -> mode.wireName.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown mode '%s'; one of %s"
                        .formatted(
                            name,
                            Arrays.stream(values())
                                .map(FeatureMode::wireName)
                                .collect(Collectors.joining(", ")))));
  }
}

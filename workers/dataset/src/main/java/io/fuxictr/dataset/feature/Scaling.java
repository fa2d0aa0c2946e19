package io.fuxictr.dataset.feature;

import java.util.Arrays;
import java.util.Optional;

/** How the numbers of a column are brought to a common scale. */
public enum Scaling {
  /** To mean 0 and population standard deviation 1. */
  STANDARD("StandardScaler"),
  /** To the range from 0 to 1. */
  MIN_MAX("MinMaxScaler");

  private final String wireName;

  Scaling(String wireName) {
    this.wireName = wireName;
  }

  /** Returns the name in configuration files. */
  public String wireName() {
    return wireName;
  }

  static Optional<Scaling> of(String wireName) {
    return Arrays.stream(values()).filter(kind -> kind.wireName.equals(wireName)).findFirst();
  }
}

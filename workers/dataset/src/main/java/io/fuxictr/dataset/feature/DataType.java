package io.fuxictr.dataset.feature;

import java.util.Arrays;
import java.util.Optional;

/** The declared type of a column's values. */
public enum DataType {
  /** Texts. */
  STR("str", ""),
  /** Whole numbers. */
  INT("int", "0"),
  /** Numbers. */
  FLOAT("float", "0"),
  /** Lists; a missing one is empty and nothing is filled in. */
  LIST("list", "");

  private final String wireName;
  private final String fill;

  DataType(String wireName, String fill) {
    this.wireName = wireName;
    this.fill = fill;
  }

  /** Returns the name in configuration files. */
  public String wireName() {
    return wireName;
  }

  /** Returns the token that stands for a missing value unless the column says otherwise. */
  String fill() {
    return fill;
  }

  static Optional<DataType> of(String wireName) {
    return Arrays.stream(values()).filter(type -> type.wireName.equals(wireName)).findFirst();
  }
}

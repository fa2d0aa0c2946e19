package io.fuxictr.dataset.feature;

import java.util.Arrays;
import java.util.Optional;

/** The side on which a sequence is padded, and cut if it is too long. */
public enum Padding {
  /** In front: the last values are kept. */
  PRE("pre"),
  /** Behind: the first values are kept. */
  POST("post");

  private final String wireName;

  Padding(String wireName) {
    this.wireName = wireName;
  }

  /** Returns the name in configuration files. */
  public String wireName() {
    return wireName;
  }

  static Optional<Padding> of(String wireName) {
    return Arrays.stream(values()).filter(side -> side.wireName.equals(wireName)).findFirst();
  }
}

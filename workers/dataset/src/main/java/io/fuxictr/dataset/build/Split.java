package io.fuxictr.dataset.build;

/** What a sample is used for. */
public enum Split {
  /** Learning. */
  TRAIN("train"),
  /** Watching the learning: early stop, choice of the best epoch. */
  VALID("valid"),
  /** The final figures. */
  TEST("test");

  private final String wireName;

  Split(String wireName) {
    this.wireName = wireName;
  }

  /** Returns the name in files. */
  public String wireName() {
    return wireName;
  }
}

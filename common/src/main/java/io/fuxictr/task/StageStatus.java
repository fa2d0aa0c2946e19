package io.fuxictr.task;

import java.util.Arrays;

/** Where a stage of a task stands. */
public enum StageStatus {
  /** Not yet taken up. */
  PENDING("pending"),
  /** A worker is at it. */
  RUNNING("running"),
  /** Done; its checkpoint is what later stages start from. */
  COMPLETED("completed"),
  /** Ended without a result. */
  FAILED("failed"),
  /** Had nothing to do. */
  SKIPPED("skipped");

  private final String wireName;

  StageStatus(String wireName) {
    this.wireName = wireName;
  }

  /** Returns the name in messages and tables. */
  public String wireName() {
    return wireName;
  }

  /**
   * Returns the status with a wire name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static StageStatus ofWireName(String name) {
    return Arrays.stream(values())
        .filter(status -> status.wireName.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown step status '" + name + "'"));
  }
}

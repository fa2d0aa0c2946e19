package io.fuxictr.task;

import java.util.Arrays;

/** Where a task stands. */
public enum TaskStatus {
  /** Accepted, not yet taken up by a worker. */
  PENDING("pending"),
  /** A stage is worked on, or waits for a worker. */
  RUNNING("running"),
  /** Stopped at a boundary by its user; can go on. */
  PAUSED("paused"),
  /** All stages are done. */
  COMPLETED("completed"),
  /** A stage failed. */
  FAILED("failed"),
  /** Stopped for good by its user. */
  CANCELLED("cancelled");

  private final String wireName;

  TaskStatus(String wireName) {
    this.wireName = wireName;
  }

  /** Returns the name in messages and tables. */
  public String wireName() {
    return wireName;
  }

  /** Returns whether nothing more will happen unless somebody asks for it. */
  public boolean isFinal() {
    return switch (this) {
      case COMPLETED, FAILED, CANCELLED -> true;
      case PENDING, RUNNING, PAUSED -> false;
    };
  }

  /**
   * Returns the status with a wire name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static TaskStatus ofWireName(String name) {
    return Arrays.stream(values())
        .filter(status -> status.wireName.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown status '" + name + "'"));
  }
}

package io.fuxictr.task;

import java.util.Arrays;

/** What went wrong, as far as somebody can do something about it. */
public enum ErrorCode {
  /** What the user asked for cannot be done: SQL, columns, configuration, data. */
  INVALID_INPUT("invalid_input", false),
  /** A file or directory of ours is missing or damaged. */
  STORAGE("storage", false),
  /** No room on a disk. */
  DISK_FULL("disk_full", true),
  /** Another host, database or process does not answer or is busy. */
  UNAVAILABLE("unavailable", true),
  /** Training went wrong numerically. */
  DIVERGED("diverged", false),
  /** Memory does not suffice. */
  OUT_OF_MEMORY("out_of_memory", false),
  /** The time limit of the task has passed. */
  TIMEOUT("timeout", false),
  /** The order killed or lost its workers, or the broker lost it. */
  LOST("lost", false),
  /** A fault of this program. */
  INTERNAL("internal", false);

  private final String wireName;
  private final boolean retryable;

  ErrorCode(String wireName, boolean retryable) {
    this.wireName = wireName;
    this.retryable = retryable;
  }

  /** Returns the name in messages. */
  public String wireName() {
    return wireName;
  }

  /** Returns whether trying again a little later may help without anybody doing anything. */
  public boolean isRetryable() {
    return retryable;
  }

  /**
   * Returns the code with a wire name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static ErrorCode ofWireName(String name) {
    return Arrays.stream(values())
        .filter(code -> code.wireName.equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown error code '" + name + "'"));
  }
}

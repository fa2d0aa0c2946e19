package io.fuxictr.task;

/**
 * The number of a task, given by the web server's database.
 *
 * @param value at least 1
 */
public record TaskId(long value) {

  /** Rejects numbers below 1. */
  public TaskId {
    if (value < 1) {
      throw new IllegalArgumentException("task id " + value + " is below 1");
    }
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}

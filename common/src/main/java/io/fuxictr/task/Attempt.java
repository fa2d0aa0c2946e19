package io.fuxictr.task;

/**
 * One try at one stage of one task.
 *
 * @param task the task
 * @param stage the stage
 * @param number the run of the task that the try belongs to; counts from 1 and grows with each
 *     retry that a user asks for
 */
public record Attempt(TaskId task, Stage stage, int number) {

  /** Rejects numbers below 1. */
  public Attempt {
    if (number < 1) {
      throw new IllegalArgumentException("attempt " + number + " is below 1");
    }
  }

  /** Returns the same run's attempt at another stage. */
  public Attempt at(Stage other) {
    return new Attempt(task, other, number);
  }

  @Override
  public String toString() {
    return "task %s, %s, attempt %d".formatted(task, stage.wireName(), number);
  }
}

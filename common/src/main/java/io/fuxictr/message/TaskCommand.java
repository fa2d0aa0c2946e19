package io.fuxictr.message;

import io.fuxictr.task.TaskId;

/** "Please": what the web server asks of the dispatcher. */
public sealed interface TaskCommand {

  /** Returns the task it is about. */
  TaskId task();

  /**
   * Send out an order: the first of an attempt, or one to be tried again.
   *
   * @param order what to do first
   */
  record Start(StageOrder order) implements TaskCommand {

    @Override
    public TaskId task() {
      return order.attempt().task();
    }
  }

  /**
   * Stop a task for good.
   *
   * @param task the task
   * @param attempt the attempt to stop
   * @param tries how often the dispatcher has looked for it already
   */
  record Cancel(TaskId task, int attempt, int tries) implements TaskCommand {}
}

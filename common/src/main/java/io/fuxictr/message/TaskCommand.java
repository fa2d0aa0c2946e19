package io.fuxictr.message;

import io.fuxictr.task.TaskId;
import java.time.Instant;

/** "Please": what the web server asks of the dispatcher. */
public sealed interface TaskCommand {

  /** Returns the task it is about. */
  TaskId task();

  /** Returns the attempt it is about. */
  int attempt();

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

    @Override
    public int attempt() {
      return order.attempt().number();
    }
  }

  /** Stop an attempt, wherever it is. */
  sealed interface Halt extends TaskCommand {

    /** Returns how often the dispatcher has looked for the attempt already. */
    int tries();

    /** Returns why, as workers are told. */
    Stop.Reason reason();

    /** Returns the same, looked for once more. */
    Halt again();
  }

  /**
   * Stop a task for good.
   *
   * @param task the task
   * @param attempt the attempt to stop
   * @param tries how often the dispatcher has looked for it already
   */
  record Cancel(TaskId task, int attempt, int tries) implements Halt {

    @Override
    public Stop.Reason reason() {
      return Stop.Reason.CANCELLED;
    }

    @Override
    public Cancel again() {
      return new Cancel(task, attempt, tries + 1);
    }
  }

  /**
   * Stop a task where nothing is lost, so that it can go on later.
   *
   * @param task the task
   * @param attempt the attempt to stop
   * @param tries how often the dispatcher has looked for it already
   */
  record Pause(TaskId task, int attempt, int tries) implements Halt {

    @Override
    public Stop.Reason reason() {
      return Stop.Reason.PAUSED;
    }

    @Override
    public Pause again() {
      return new Pause(task, attempt, tries + 1);
    }
  }

  /**
   * Look whether the broker still has a message of an attempt from which nothing has been heard.
   *
   * @param task the task
   * @param attempt the attempt
   * @param silentSince when the last sign of life came
   * @param tries how often the dispatcher has looked already
   */
  record Probe(TaskId task, int attempt, Instant silentSince, int tries) implements TaskCommand {

    /** Returns the same, looked for once more. */
    public Probe again() {
      return new Probe(task, attempt, silentSince, tries + 1);
    }
  }
}

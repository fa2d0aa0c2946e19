package io.fuxictr.worker;

import io.fuxictr.message.TaskEvent.Level;
import io.fuxictr.task.Attempt;
import io.fuxictr.task.Checkpoint;
import io.fuxictr.task.Progress;
import io.fuxictr.task.Stage;
import io.fuxictr.task.Submission;
import java.time.Instant;

/** All that a stage may touch while it works on one attempt. */
public interface StageContext {

  /** Returns what is worked on. */
  Attempt attempt();

  /** Returns what the user asked for. */
  Submission submission();

  /** Returns when the task was created. */
  Instant createdAt();

  /** Returns the result of an earlier stage, empty if it was skipped. */
  Checkpoint result(Stage earlier);

  /** Returns what the last try at this very stage has {@linkplain #save saved}, or empty. */
  Checkpoint resume();

  /**
   * Records how far the stage has come, durably: on disk before the call returns, in the history
   * soon after. Where the stage has saved nothing is lost, so a task that is to pause does so here:
   * the next {@link #checkStopped} ends the attempt.
   *
   * @throws StageException if another worker took over the attempt, or the disk is full
   */
  void save(Checkpoint checkpoint);

  /** Tells the user a line. */
  void log(Level level, String message);

  /** Tells the user a line at {@link Level#INFO}. */
  default void log(String message) {
    log(Level.INFO, message);
  }

  /** Tells how far the stage has come; calls that come too fast are thinned out. */
  void progress(Progress progress);

  /**
   * Tells a figure that belongs to no epoch.
   *
   * @param unit empty if it has none
   */
  default void metric(String name, double value, String unit) {
    metric(name, value, unit, 0, 0);
  }

  /**
   * Tells a figure; one that is not finite is told as a warning line instead.
   *
   * @param unit empty if it has none
   * @param epoch pass it belongs to, from 1, or 0
   * @param batch step it belongs to, from 1, or 0
   */
  void metric(String name, double value, String unit, int epoch, long batch);

  /**
   * Throws if the attempt is to stop, returns at once otherwise. To be called between pieces of
   * work.
   *
   * @throws StageException if another worker took over the attempt
   */
  void checkStopped() throws InterruptedException;

  /**
   * Throws if the attempt is to stop or to pause, returns at once otherwise. To be called where
   * nothing is lost, besides {@link #save}: a stage that loses what it has done since its last
   * checkpoint calls {@link #checkStopped} only.
   *
   * @throws StageException if another worker took over the attempt
   */
  void checkPaused() throws InterruptedException;

  /**
   * Returns whether an attempt that is to stop goes on elsewhere: the worker shuts down, or lost
   * the order. What runs at another host for it is left running then, and found by the one who goes
   * on.
   */
  boolean goesOnElsewhere();

  /**
   * Throws if another worker took over the attempt, returns otherwise. To be called right before
   * anything gets its final name or place, so that who was given up by the broker does not write
   * over what its successor has made.
   *
   * @throws StageException if another worker took over the attempt, or that cannot be found out
   */
  void checkHeld();

  /**
   * Registers what ends a call that does not look at {@link #checkStopped}, such as a running
   * query. Runs at most once, on another thread, when the attempt is to stop; never after the
   * returned handle is closed.
   */
  OnStop onStop(Runnable action);

  /** A registered action; closing it takes it back. */
  interface OnStop extends AutoCloseable {
    @Override
    void close();
  }
}

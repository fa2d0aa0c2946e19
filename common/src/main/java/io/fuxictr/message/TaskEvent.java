package io.fuxictr.message;

import io.fuxictr.task.Checkpoint;
import io.fuxictr.task.Progress;
import io.fuxictr.task.Stage;
import io.fuxictr.task.StageFailure;
import io.fuxictr.task.TaskId;
import io.fuxictr.task.TaskStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Something that happened to a task. A fact: it cannot be refused, and may arrive twice.
 *
 * @param id names the event for good, so that a second delivery is recognised
 * @param task the task
 * @param attempt the attempt, from 1
 * @param stage the stage; empty when it concerns the task as a whole
 * @param at when it happened
 * @param body what happened
 */
public record TaskEvent(
    String id, TaskId task, int attempt, Optional<Stage> stage, Instant at, Body body) {

  /** What happened. */
  public sealed interface Body {}

  /**
   * A stage was taken up by a worker.
   *
   * @param worker host, process and slot
   */
  public record StageStarted(String worker) implements Body {}

  /**
   * A stage is done, or had nothing to do.
   *
   * @param checkpoint what later stages start from
   * @param metrics figures by name
   * @param skipped whether there was nothing to do
   */
  public record StageCompleted(Checkpoint checkpoint, Map<String, Object> metrics, boolean skipped)
      implements Body {

    /** Takes a copy of the metrics. */
    public StageCompleted {
      metrics = Map.copyOf(metrics);
    }
  }

  /**
   * A stage ended without a result.
   *
   * @param failure why
   * @param retrying whether it will be tried again by itself
   */
  public record StageFailed(StageFailure failure, boolean retrying) implements Body {}

  /**
   * The task as a whole moved.
   *
   * @param status where it stands now
   * @param message why, empty if that needs no words
   */
  public record TaskMoved(TaskStatus status, String message) implements Body {}

  /**
   * A stage recorded how far it has come, to be resumed from.
   *
   * @param checkpoint all that is known so far
   */
  public record Saved(Checkpoint checkpoint) implements Body {}

  /**
   * A line for the user.
   *
   * @param level how grave it is
   * @param message the line
   */
  public record Logged(Level level, String message) implements Body {}

  /**
   * A worker came further. May be thinned out.
   *
   * @param progress how far
   */
  public record Progressed(Progress progress) implements Body {}

  /**
   * A figure.
   *
   * @param name such as {@code loss} or {@code label_apply_AUC}
   * @param value finite
   * @param unit empty if it has none
   * @param epoch pass it belongs to, from 1; 0 if it belongs to none
   * @param batch step within all passes, from 1; 0 if it belongs to none
   */
  public record Measured(String name, double value, String unit, int epoch, long batch)
      implements Body {}

  /**
   * A sign of life of the worker that holds the task.
   *
   * @param worker host, process and slot
   */
  public record Heartbeat(String worker) implements Body {}

  /**
   * The broker still has a message of a task from which nothing had been heard.
   *
   * @param where the queue in which it was found
   */
  public record Seen(String where) implements Body {}

  /**
   * The broker has no message of a task: unless a sign of life has come since, it is lost.
   *
   * @param silentSince when the last sign of life had come, as the one who asked knew it
   */
  public record Unseen(Instant silentSince) implements Body {}

  /** How grave a line is. */
  public enum Level {
    /** For developers. */
    DEBUG,
    /** As it should be. */
    INFO,
    /** It went on, worse. */
    WARNING,
    /** It did not go on. */
    ERROR
  }
}

package io.fuxictr.web.store;

import io.fuxictr.message.TaskEvent;
import io.fuxictr.task.Checkpoint;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.task.Overrides;
import io.fuxictr.task.Progress;
import io.fuxictr.task.Stage;
import io.fuxictr.task.StageFailure;
import io.fuxictr.task.Submission;
import io.fuxictr.task.TaskId;
import io.fuxictr.task.TaskStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Tasks and events whose details do not matter. */
public final class Samples {

  /** When everything begins. */
  public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  private Samples() {}

  /** Returns what a user might ask for. */
  public static TaskDetails details(String name, String user) {
    return new TaskDetails(
        new Submission(
            name,
            user,
            "MMoE",
            "MMoE_demo",
            "SELECT * FROM clicks",
            "SELECT * FROM people",
            "/hdfs/data/",
            "hive.result",
            new Overrides(OptionalInt.empty(), OptionalInt.of(256), OptionalInt.of(2)),
            Map.of("prediction_0", "apply"),
            Map.of("dt", "2026-03-01"),
            6),
        Optional.empty(),
        Optional.empty());
  }

  /** Returns an event of the first attempt, so many seconds after noon. */
  public static TaskEvent event(TaskId task, Stage stage, int second, TaskEvent.Body body) {
    return event(task, 1, Optional.of(stage), second, body);
  }

  /** Returns an event. */
  public static TaskEvent event(
      TaskId task, int attempt, Optional<Stage> stage, int second, TaskEvent.Body body) {
    String id = "%s-%d-%s-%d-%s".formatted(task, attempt, stage, second, body);
    return new TaskEvent(id, task, attempt, stage, NOON.plusSeconds(second), body);
  }

  /** Returns an event about a task as a whole. */
  public static TaskEvent moved(TaskId task, int second, TaskStatus to) {
    return event(task, 1, Optional.empty(), second, new TaskEvent.TaskMoved(to, ""));
  }

  /** Returns a start by a worker. */
  public static TaskEvent.Body started() {
    return new TaskEvent.StageStarted("host:1:train-1");
  }

  /** Returns a success with some figures. */
  public static TaskEvent.Body completed() {
    return new TaskEvent.StageCompleted(
        Checkpoint.EMPTY.with("dataset_id", "MMoE_demo.20260301_120000"),
        Map.of("duration_seconds", 7.5, "bytes_transferred", 1000L, "columns", 14L),
        false);
  }

  /** Returns a failure. */
  public static TaskEvent.Body failed(boolean retrying) {
    return new TaskEvent.StageFailed(
        new StageFailure(ErrorCode.UNAVAILABLE, "source does not answer"), retrying);
  }

  /** Returns a line. */
  public static TaskEvent.Body line(String message) {
    return new TaskEvent.Logged(TaskEvent.Level.INFO, message);
  }

  /** Returns everything that happens to a task that goes well. */
  public static List<TaskEvent> wholeRun(TaskId task) {
    var events = new ArrayList<TaskEvent>();
    int second = 1;
    for (Stage stage : Stage.ALL) {
      events.add(event(task, stage, second++, started()));
      events.add(event(task, stage, second++, line("at work")));
      events.add(
          event(task, stage, second++, new TaskEvent.Progressed(new Progress(1, 3, "a third"))));
      events.add(event(task, stage, second++, new TaskEvent.Measured("loss", 0.5, "", 1, 0)));
      events.add(event(task, stage, second++, completed()));
    }
    events.add(moved(task, second, TaskStatus.COMPLETED));
    return events;
  }
}

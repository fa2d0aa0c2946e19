package io.fuxictr.monitor;

import io.fuxictr.message.TaskEvent.Level;
import io.fuxictr.task.Attempt;
import io.fuxictr.task.Checkpoint;
import io.fuxictr.task.Overrides;
import io.fuxictr.task.Progress;
import io.fuxictr.task.Stage;
import io.fuxictr.task.Submission;
import io.fuxictr.task.TaskId;
import io.fuxictr.worker.StageContext;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A context that remembers what a stage says, and stops it when it is told to. */
final class RecordingContext implements StageContext {
  final List<String> lines = new ArrayList<>();
  final List<Checkpoint> saved = new ArrayList<>();

  private final Map<Stage, Checkpoint> results;
  private int checksLeft = Integer.MAX_VALUE;

  RecordingContext(Map<Stage, Checkpoint> results) {
    this.results = results;
  }

  /** Lets the stage ask a number of times before it is to stop. */
  RecordingContext stoppingAfter(int checks) {
    checksLeft = checks;
    return this;
  }

  @Override
  public Attempt attempt() {
    return new Attempt(new TaskId(7), Stage.MONITOR, 1);
  }

  @Override
  public Submission submission() {
    return new Submission(
        "my run",
        "anna",
        "MMoE",
        "MMoE_test",
        "SELECT 1",
        "SELECT 1",
        "",
        "result",
        Overrides.NONE,
        Map.of(),
        Submission.DEFAULT_PRIORITY);
  }

  @Override
  public Instant createdAt() {
    return Instant.EPOCH;
  }

  @Override
  public Checkpoint result(Stage earlier) {
    return results.getOrDefault(earlier, Checkpoint.EMPTY);
  }

  @Override
  public Checkpoint resume() {
    return Checkpoint.EMPTY;
  }

  @Override
  public void save(Checkpoint checkpoint) {
    saved.add(checkpoint);
  }

  @Override
  public void log(Level level, String message) {
    lines.add(level + " " + message);
  }

  @Override
  public void progress(Progress step) {}

  @Override
  public void metric(String name, double value, String unit, int epoch, long batch) {}

  @Override
  public void checkStopped() throws InterruptedException {
    checksLeft--;
    if (checksLeft < 0) {
      throw new InterruptedException("told to stop");
    }
  }

  @Override
  public OnStop onStop(Runnable action) {
    return () -> {};
  }
}

package io.fuxictr.transport;

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
import java.util.concurrent.CopyOnWriteArrayList;

/** A context that remembers what a stage says, and stops it when it is told to. */
final class RecordingContext implements StageContext {
  final List<String> lines = new CopyOnWriteArrayList<>();
  final List<Checkpoint> saved = new ArrayList<>();
  final List<Progress> progress = new ArrayList<>();

  private final Submission submission;
  private final Map<Stage, Checkpoint> results;
  private final List<Runnable> onStop = new CopyOnWriteArrayList<>();
  private int checksLeft = Integer.MAX_VALUE;
  private volatile boolean stopped;

  RecordingContext(
      String table, Map<String, String> resultColumns, Map<Stage, Checkpoint> results) {
    this.submission =
        new Submission(
            "test",
            "anna",
            "MMoE",
            "MMoE_test",
            "SELECT 1",
            "SELECT 1",
            "",
            table,
            Overrides.NONE,
            resultColumns,
            Submission.DEFAULT_PRIORITY);
    this.results = results;
  }

  /** Lets the stage ask a number of times before it is to stop. */
  RecordingContext stoppingAfter(int checks) {
    checksLeft = checks;
    return this;
  }

  /** Returns whether a long call is waiting to be told when to stop. */
  boolean isInLongCall() {
    return !onStop.isEmpty();
  }

  /** Stops the attempt, as the runtime does it. */
  void stop() {
    stopped = true;
    onStop.forEach(Runnable::run);
  }

  @Override
  public Attempt attempt() {
    return new Attempt(new TaskId(7), Stage.TRANSPORT, 1);
  }

  @Override
  public Submission submission() {
    return submission;
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
  public void progress(Progress step) {
    progress.add(step);
  }

  @Override
  public void metric(String name, double value, String unit, int epoch, long batch) {
    lines.add("METRIC %s=%s%s".formatted(name, value, unit));
  }

  @Override
  public void checkStopped() throws InterruptedException {
    checksLeft--;
    if (stopped || checksLeft < 0) {
      throw new InterruptedException("told to stop");
    }
  }

  @Override
  public OnStop onStop(Runnable action) {
    onStop.add(action);
    return () -> onStop.remove(action);
  }
}

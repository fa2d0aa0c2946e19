package io.fuxictr.worker.testing;

import io.fuxictr.message.TaskEvent.Level;
import io.fuxictr.task.Attempt;
import io.fuxictr.task.Checkpoint;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.task.Overrides;
import io.fuxictr.task.Progress;
import io.fuxictr.task.Stage;
import io.fuxictr.task.Submission;
import io.fuxictr.testing.Samples;
import io.fuxictr.worker.StageContext;
import io.fuxictr.worker.StageException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A context that remembers what a stage says, and stops it when it is told to.
 *
 * <p>It stands for the first attempt of task 7, "my run", at one stage of experiment {@code
 * MMoE_test}, with nothing done before, unless a test says otherwise.
 */
public final class RecordingContext implements StageContext {
  private static final long TASK = 7;

  private final Stage stage;
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final List<Checkpoint> saved = new CopyOnWriteArrayList<>();
  private final List<Progress> progress = new CopyOnWriteArrayList<>();
  private final List<Runnable> onStop = new CopyOnWriteArrayList<>();

  private String sampleSql = "SELECT 1";
  private String inferSql = "SELECT 1";
  private String hdfsPath = "";
  private String table = "result";
  private Map<String, String> resultColumns = Map.of();
  private Map<String, String> partition = Map.of();
  private Map<Stage, Checkpoint> results = Map.of();
  private Checkpoint resume = Checkpoint.EMPTY;
  private int checksLeft = Integer.MAX_VALUE;
  private final AtomicInteger publishesLeft = new AtomicInteger(Integer.MAX_VALUE);
  private volatile boolean stopped;
  private volatile boolean overtaken;
  private volatile boolean shutDown;
  private Runnable onOvertaken = () -> {};
  private Optional<String> lastWords = Optional.empty();

  /** Creates the context of an attempt at a stage. */
  public RecordingContext(Stage stage) {
    this.stage = stage;
  }

  /** Lets the user ask for the rows of two queries. */
  public RecordingContext asking(String sample, String infer) {
    sampleSql = sample;
    inferSql = infer;
    return this;
  }

  /** Lets the user name a folder of HDFS for what lies there only for a while. */
  public RecordingContext scratchIn(String folder) {
    hdfsPath = folder;
    return this;
  }

  /** Lets the user name a result table, and its columns that are called otherwise. */
  public RecordingContext loadingInto(String hiveTable, Map<String, String> columns) {
    table = hiveTable;
    resultColumns = columns;
    return this;
  }

  /** Lets the user name a partition of the result table. */
  public RecordingContext partitionedBy(Map<String, String> values) {
    partition = values;
    return this;
  }

  /** Gives the results of earlier stages. */
  public RecordingContext after(Map<Stage, Checkpoint> earlier) {
    results = Map.copyOf(earlier);
    return this;
  }

  /** Gives what an earlier try at the stage has saved. */
  public RecordingContext resuming(Checkpoint checkpoint) {
    resume = checkpoint;
    return this;
  }

  /** Lets the stage ask a number of times before it is to stop. */
  public RecordingContext stoppingAfter(int checks) {
    checksLeft = checks;
    return this;
  }

  /**
   * Lets the stage publish a number of times before another worker takes over, which it then finds
   * out right before it would publish again.
   *
   * @param then looks at what is there at that moment
   */
  public RecordingContext overtakenAfter(int publishes, Runnable then) {
    publishesLeft.set(publishes);
    onOvertaken = then;
    return this;
  }

  /** Lets another worker take over as soon as the stage has said a line that contains a text. */
  public RecordingContext overtakenOnceSaying(String text) {
    lastWords = Optional.of(text);
    return this;
  }

  /** Returns whether the stage has found out that another worker took over. */
  public boolean isOvertaken() {
    return overtaken;
  }

  /** Returns what the user was told, level and line, and the figures between them. */
  public List<String> lines() {
    return List.copyOf(lines);
  }

  /** Returns how far the stage said that it had come, in its order. */
  public List<Progress> progress() {
    return List.copyOf(progress);
  }

  /** Returns the last checkpoint, or what it was resumed from. */
  public Checkpoint lastSaved() {
    return saved.isEmpty() ? resume : saved.getLast();
  }

  /** Returns whether a long call is waiting to be told when to stop. */
  public boolean isInLongCall() {
    return !onStop.isEmpty();
  }

  /** Stops the attempt, as the runtime does it. */
  public void stop() {
    stopped = true;
    onStop.forEach(Runnable::run);
  }

  /** Stops the attempt as a worker does that shuts down: somebody else goes on. */
  public void shutDown() {
    shutDown = true;
    stop();
  }

  @Override
  public Attempt attempt() {
    return Samples.attempt(TASK, stage);
  }

  @Override
  public Submission submission() {
    return new Submission(
        "my run",
        "anna",
        "MMoE",
        "MMoE_test",
        sampleSql,
        inferSql,
        hdfsPath,
        table,
        Overrides.NONE,
        resultColumns,
        partition,
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
    return resume;
  }

  @Override
  public void save(Checkpoint checkpoint) {
    checkHeld();
    saved.add(checkpoint);
  }

  @Override
  public void log(Level level, String message) {
    lines.add(level + " " + message);
    if (lastWords.filter(message::contains).isPresent()) {
      publishesLeft.set(0);
    }
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
  public void checkPaused() throws InterruptedException {
    checkStopped();
  }

  @Override
  public boolean goesOnElsewhere() {
    return shutDown || overtaken;
  }

  @Override
  public void checkHeld() {
    if (publishesLeft.getAndDecrement() <= 0) {
      if (!overtaken) {
        overtaken = true;
        onOvertaken.run();
      }
      throw new StageException(ErrorCode.LOST, "Another worker took over " + attempt());
    }
  }

  @Override
  public OnStop onStop(Runnable action) {
    onStop.add(action);
    return () -> onStop.remove(action);
  }
}

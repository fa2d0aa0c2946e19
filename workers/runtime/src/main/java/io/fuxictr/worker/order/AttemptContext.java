package io.fuxictr.worker.order;

import io.fuxictr.message.StageOrder;
import io.fuxictr.message.TaskEvent;
import io.fuxictr.message.TaskEvent.Level;
import io.fuxictr.task.Attempt;
import io.fuxictr.task.Checkpoint;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.task.Progress;
import io.fuxictr.task.Stage;
import io.fuxictr.task.Submission;
import io.fuxictr.worker.StageContext;
import io.fuxictr.worker.StageException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** What a stage sees of the attempt it works on. */
final class AttemptContext implements StageContext {
  private static final long LOCK_CHECK_NANOS = Duration.ofSeconds(1).toNanos();

  private final StageOrder order;
  private final AttemptFolder folder;
  private final AttemptLock lock;
  private final StopSignal signal;
  private final Teller teller;
  private final ProgressGate gate = new ProgressGate();
  private final AtomicLong lastLockCheck = new AtomicLong(System.nanoTime());

  AttemptContext(
      StageOrder order, AttemptFolder folder, AttemptLock lock, StopSignal signal, Teller teller) {
    this.order = order;
    this.folder = folder;
    this.lock = lock;
    this.signal = signal;
    this.teller = teller;
  }

  @Override
  public Attempt attempt() {
    return order.attempt();
  }

  @Override
  public Submission submission() {
    return order.submission();
  }

  @Override
  public Instant createdAt() {
    return order.createdAt();
  }

  @Override
  public Checkpoint result(Stage earlier) {
    return order.checkpoint(earlier);
  }

  @Override
  public Checkpoint resume() {
    try {
      return folder.saved();
    } catch (IOException | RuntimeException e) {
      throw failed("Reading the checkpoint of", e);
    }
  }

  @Override
  public void save(Checkpoint checkpoint) {
    checkHeld();
    try {
      folder.save(checkpoint);
    } catch (IOException e) {
      throw failed("Saving the checkpoint of", e);
    }
    teller.tell(new TaskEvent.Saved(checkpoint));
    var _ = signal.takePause();
  }

  @Override
  public void log(Level level, String message) {
    teller.tell(new TaskEvent.Logged(level, message));
  }

  @Override
  public void progress(Progress progress) {
    if (gate.passes(progress, System.nanoTime())) {
      teller.tell(new TaskEvent.Progressed(progress));
    }
  }

  @Override
  public void metric(String name, double value, String unit, int epoch, long batch) {
    if (Double.isFinite(value)) {
      teller.tell(new TaskEvent.Measured(name, value, unit, epoch, batch));
    } else {
      log(Level.WARNING, "%s is %s in epoch %d, batch %d".formatted(name, value, epoch, batch));
    }
  }

  @Override
  public void checkStopped() throws InterruptedException {
    if (signal.reason().isPresent()) {
      throw new InterruptedException("%s is to stop".formatted(order.attempt()));
    }
    long now = System.nanoTime();
    long last = lastLockCheck.get();
    if (now - last >= LOCK_CHECK_NANOS && lastLockCheck.compareAndSet(last, now)) {
      checkHeld();
    }
  }

  @Override
  public void checkPaused() throws InterruptedException {
    var _ = signal.takePause();
    checkStopped();
  }

  @Override
  public boolean goesOnElsewhere() {
    return signal.reason().map(StopReason::leavesTheOrder).orElse(false);
  }

  @Override
  public void checkHeld() {
    boolean held;
    try {
      held = lock.isHeld();
    } catch (IOException e) {
      throw failed("Checking who works on", e);
    }
    if (!held) {
      signal.raise(StopReason.OVERTAKEN);
      throw new StageException(
          ErrorCode.LOST, "Another worker took over %s".formatted(order.attempt()));
    }
  }

  private StageException failed(String attempted, Exception e) {
    String message =
        "%s %s in %s: %s".formatted(attempted, order.attempt(), folder.path(), e.getMessage());
    ErrorCode code = Failures.isDiskFull(e) ? ErrorCode.DISK_FULL : ErrorCode.STORAGE;
    return new StageException(code, message, e);
  }

  @Override
  public OnStop onStop(Runnable action) {
    return signal.onStop(action);
  }
}

package io.fuxictr.worker.life;

import io.fuxictr.message.WorkerBeat;
import io.fuxictr.message.WorkerBeat.Activity;
import io.fuxictr.task.Attempt;
import io.fuxictr.task.Stage;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Tells what a worker is doing: at intervals, and at once when that changes, but not more than once
 * a second, so that short stages are not told more than worked on. Makes nobody wait; a beat that
 * cannot be told is lost.
 */
public final class Pulse implements AutoCloseable {
  private static final Duration LEAST_INTERVAL = Duration.ofSeconds(1);

  private final Origin origin;
  private final Duration interval;
  private final InstantSource clock;
  private final Consumer<WorkerBeat> teller;
  private final ProcessFigures figures;
  private final Thread thread;

  /** Guards all fields below. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Condition changed = lock.newCondition();
  private Activity activity;
  private boolean told;

  /**
   * Who tells.
   *
   * @param worker name of the worker
   * @param host where it runs
   * @param stage whose orders it takes
   */
  public record Origin(String worker, String host, Stage stage) {}

  private Pulse(
      Origin origin,
      Duration interval,
      InstantSource clock,
      Consumer<WorkerBeat> teller,
      ProcessFigures figures) {
    this.origin = origin;
    this.interval = interval;
    this.clock = clock;
    this.teller = teller;
    this.figures = figures;
    this.activity = new WorkerBeat.Idle(clock.instant());
    this.thread = Thread.ofVirtual().name("pulse").unstarted(this::beat);
  }

  /**
   * Starts to tell, first of all that the worker is idle.
   *
   * @param interval between two beats
   * @param teller takes a beat without blocking
   */
  public static Pulse start(
      Origin origin, Duration interval, InstantSource clock, Consumer<WorkerBeat> teller) {
    var pulse = new Pulse(origin, interval, clock, teller, ProcessFigures.ofThisProcess());
    pulse.thread.start();
    return pulse;
  }

  /** The worker waits for an order. */
  public void idle() {
    if (!(current() instanceof WorkerBeat.Idle)) {
      set(new WorkerBeat.Idle(clock.instant()));
    }
  }

  /** The worker works. */
  public void busy(Attempt attempt) {
    set(new WorkerBeat.Busy(attempt, clock.instant()));
  }

  /**
   * The worker takes no orders.
   *
   * @param why in words that say what to do
   */
  public void hindered(String why) {
    boolean known = current() instanceof WorkerBeat.Hindered before && before.why().equals(why);
    if (!known) {
      set(new WorkerBeat.Hindered(why, clock.instant()));
    }
  }

  private Activity current() {
    lock.lock();
    try {
      return activity;
    } finally {
      lock.unlock();
    }
  }

  /** Who leaves does nothing else any more. */
  private void set(Activity next) {
    lock.lock();
    try {
      if (!(activity instanceof WorkerBeat.Leaving)) {
        activity = next;
        told = false;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  private void beat() {
    while (true) {
      Activity now = take();
      teller.accept(
          new WorkerBeat(
              origin.worker(),
              origin.host(),
              ProcessHandle.current().pid(),
              origin.stage(),
              clock.instant(),
              now,
              figures.load()));
      if (now instanceof WorkerBeat.Leaving || !rest()) {
        return;
      }
    }
  }

  private Activity take() {
    lock.lock();
    try {
      told = true;
      return activity;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the next beat is due; returns false if nothing is to be told any more. */
  private boolean rest() {
    Duration least = interval.compareTo(LEAST_INTERVAL) < 0 ? interval : LEAST_INTERVAL;
    lock.lock();
    try {
      await(least, () -> activity instanceof WorkerBeat.Leaving);
      await(interval.minus(least), () -> !told);
      return true;
    } catch (InterruptedException _) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Waits, with the lock, until something holds, or for a while. */
  private void await(Duration atMost, BooleanSupplier until) throws InterruptedException {
    long left = atMost.toNanos();
    while (!until.getAsBoolean() && left > 0) {
      left = changed.awaitNanos(left);
    }
  }

  /** Tells that the worker leaves, and ends. */
  @Override
  public void close() {
    set(new WorkerBeat.Leaving(clock.instant()));
    try {
      if (!thread.join(Duration.ofNanos(TimeUnit.SECONDS.toNanos(2)))) {
        thread.interrupt();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

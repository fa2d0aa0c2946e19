package io.fuxictr.worker.order;

import io.fuxictr.worker.StageContext.OnStop;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells one attempt to stop: a flag, the registered actions, and an interrupt of its thread. */
final class StopSignal {
  private static final Logger log = LoggerFactory.getLogger(StopSignal.class);
  private static final Duration BEFORE_INTERRUPT = Duration.ofSeconds(5);

  /** Guards all fields below. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Set<Action> actions = new LinkedHashSet<>();
  private @Nullable StopReason reason;
  private boolean pauseWanted;
  private @Nullable Thread stageThread;

  /** Something to do once, on stop. */
  private final class Action implements OnStop {
    private final Runnable work;
    private final ReentrantLock running = new ReentrantLock();
    private boolean over;

    Action(Runnable work) {
      this.work = work;
    }

    void run() {
      running.lock();
      try {
        if (!over) {
          over = true;
          work.run();
        }
      } catch (RuntimeException e) {
        log.warn("Ending a call on stop", e);
      } finally {
        running.unlock();
      }
    }

    @Override
    public void close() {
      running.lock();
      try {
        over = true;
      } finally {
        running.unlock();
      }
      lock.lock();
      try {
        actions.remove(this);
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Stops the attempt, unless it is stopped already; the first reason counts. One that pauses can
   * still be stopped in earnest, since it may be far from its next check.
   */
  void raise(StopReason why) {
    List<Action> due;
    lock.lock();
    try {
      if (reason != null && reason != StopReason.PAUSED) {
        return;
      }
      reason = why;
      due = List.copyOf(actions);
    } finally {
      lock.unlock();
    }
    Thread.ofVirtual().name("stop").start(() -> stop(due));
  }

  /** Actions first: a stage that is interrupted leaves their blocks and takes them back. */
  private void stop(List<Action> due) {
    Thread doing = Thread.ofVirtual().name("stop-calls").start(() -> due.forEach(Action::run));
    try {
      var _ = doing.join(BEFORE_INTERRUPT);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts " + Thread.currentThread(), e);
    }
    lock.lock();
    try {
      if (stageThread != null) {
        stageThread.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Lets the attempt stop where nothing is lost; until then it goes on as if nothing were. */
  void pause() {
    lock.lock();
    try {
      pauseWanted = true;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Stops the attempt, without a call or a thread being disturbed, if it is to pause; called where
   * nothing is lost.
   *
   * @return whether it is to stop now
   */
  boolean takePause() {
    lock.lock();
    try {
      if (pauseWanted && reason == null) {
        reason = StopReason.PAUSED;
      }
      return reason != null;
    } finally {
      lock.unlock();
    }
  }

  Optional<StopReason> reason() {
    lock.lock();
    try {
      return Optional.ofNullable(reason);
    } finally {
      lock.unlock();
    }
  }

  /** Names the thread to interrupt; from now on it is, even if the signal came before. */
  void attach(Thread thread) {
    lock.lock();
    try {
      stageThread = thread;
      if (reason != null && reason != StopReason.PAUSED) {
        thread.interrupt();
      }
    } finally {
      lock.unlock();
    }
  }

  OnStop onStop(Runnable work) {
    var action = new Action(work);
    boolean late;
    lock.lock();
    try {
      late = reason != null && reason != StopReason.PAUSED;
      if (!late) {
        actions.add(action);
      }
    } finally {
      lock.unlock();
    }
    if (late) {
      Thread.ofVirtual().name("stop").start(action::run);
    }
    return action;
  }
}

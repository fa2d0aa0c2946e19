package io.fuxictr.deploy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C and SIGTERM into an interrupt of the thread that created it, and gives that thread
 * time to tidy up.
 */
final class StopSignal implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(45);

  private final CountDownLatch tidy = new CountDownLatch(1);
  private final Thread hook;
  private volatile boolean came;

  /** Listens from now on. */
  StopSignal() {
    Thread worker = Thread.currentThread();
    hook = Thread.ofPlatform().name("stop").unstarted(() -> stop(worker));
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private void stop(Thread worker) {
    came = true;
    worker.interrupt();
    try {
      boolean _ = tidy.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns whether the process was told to end. */
  boolean came() {
    return came;
  }

  /** Lets the process end: everything is tidy. */
  @Override
  public void close() {
    tidy.countDown();
    if (!came) {
      Runtime.getRuntime().removeShutdownHook(hook);
    }
  }
}

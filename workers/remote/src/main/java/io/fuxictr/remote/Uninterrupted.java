package io.fuxictr.remote;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Clean-up that an interrupt must not cut short: it is done by a thread that nobody interrupts. */
public final class Uninterrupted {

  private Uninterrupted() {}

  /** Something to be done to its end. */
  public interface Work {
    /** Does it. */
    void run() throws InterruptedException;
  }

  /**
   * Does work and waits for it. An interrupt of the caller that comes meanwhile is kept for later.
   *
   * @param longest how long it is waited for; the work itself goes on
   * @return whether the work was done by then
   * @throws RemoteException if the work fails so
   */
  public static boolean run(Duration longest, Work work) {
    var failure = new AtomicReference<@Nullable RemoteException>();
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    work.run();
                  } catch (RemoteException e) {
                    failure.set(e);
                  } catch (InterruptedException e) {
                    throw new IllegalStateException("nobody interrupts this thread", e);
                  }
                });
    boolean done = join(thread, longest);
    RemoteException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
    return done;
  }

  private static boolean join(Thread thread, Duration longest) {
    long end = System.nanoTime() + longest.toNanos();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return thread.join(Duration.ofNanos(Math.max(1, end - System.nanoTime())));
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}

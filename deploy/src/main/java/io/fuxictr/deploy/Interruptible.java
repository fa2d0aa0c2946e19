package io.fuxictr.deploy;

import java.io.PrintWriter;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.util.Objects;
import java.util.stream.Stream;

/** Work that Ctrl-C ends in good order. */
final class Interruptible {
  /** Exit code of a program that was interrupted, as shells have it. */
  private static final int INTERRUPTED = 130;

  private Interruptible() {}

  /** What is done; it may be interrupted at any time. */
  @FunctionalInterface
  interface Work {
    /** Returns the exit code. */
    int run() throws InterruptedException;
  }

  /** Runs work on this thread and returns its exit code. */
  static int run(PrintWriter err, Work work) {
    try (var _ = new StopSignal()) {
      return work.run();
    } catch (InterruptedException _) {
      return interrupted(err);
    } catch (RuntimeException e) {
      if (isInterruption(e)) {
        return interrupted(err);
      }
      throw e;
    }
  }

  private static int interrupted(PrintWriter err) {
    err.println("Interrupted: the same command goes on where this one stopped");
    return INTERRUPTED;
  }

  /** An interruption in the midst of writing closes the file, which is then thrown away. */
  private static boolean isInterruption(RuntimeException e) {
    return Stream.iterate((Throwable) e, Objects::nonNull, Throwable::getCause)
        .anyMatch(
            cause ->
                cause instanceof ClosedByInterruptException
                    || cause instanceof FileLockInterruptionException
                    || cause instanceof InterruptedException);
  }
}

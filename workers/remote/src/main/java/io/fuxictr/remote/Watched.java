package io.fuxictr.remote;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Calls that wait for another host and know no watch: a thread of their own waits, while the
 * caller's looks at the watch.
 */
final class Watched {
  private static final Duration POLL = Duration.ofMillis(50);

  private Watched() {}

  /**
   * Makes a call and returns what it does, or throws what it throws.
   *
   * @param end ends the call; called when the watch says stop
   * @throws InterruptedException if the watch says so
   */
  static <T> T call(Callable<T> call, Runnable end, RemoteWatch watch)
      throws IOException, InterruptedException {
    var task = new FutureTask<T>(call);
    Thread.ofVirtual().name("remote-files").start(task);
    try {
      while (true) {
        try {
          return task.get(POLL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException _) {
          watch.checkStopped();
        }
      }
    } catch (InterruptedException e) {
      end.run();
      throw e;
    } catch (ExecutionException e) {
      throw thrown(e.getCause());
    }
  }

  private static IOException thrown(@Nullable Throwable cause) {
    return switch (cause) {
      case IOException e -> e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case null, default -> throw new IllegalStateException(cause);
    };
  }
}

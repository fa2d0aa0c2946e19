package io.fuxictr.web.intake;

import io.fuxictr.message.TaskCommand;
import io.fuxictr.task.TaskId;
import io.fuxictr.web.store.TaskQueries;
import io.fuxictr.web.store.TaskQueries.Silent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for tasks that should be under way and from which nothing has been heard for long, and asks
 * the dispatcher whether the broker still has a message of theirs. Decides nothing: the answer is
 * an event like all others, and what follows from it is the task's state to say.
 *
 * <p>A task that waits for a worker has its order in a queue; the answer says so, and it may wait
 * on. Without an answer, since the dispatcher or the broker is away, nothing happens to it either.
 */
final class Reconciler implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Reconciler.class);
  private static final int LOOKS_PER_SILENCE = 20;

  private final TaskQueries queries;
  private final Consumer<TaskCommand> sender;
  private final Duration silence;
  private final InstantSource clock;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread = Thread.ofVirtual().name("reconciler").unstarted(this::serve);

  /** When was asked about a task; used by one thread only. */
  private final Map<TaskId, Instant> asked = new HashMap<>();

  /**
   * Creates a reconciler.
   *
   * @param silence how long nothing may be heard from a task before somebody asks
   */
  Reconciler(
      TaskQueries queries, Consumer<TaskCommand> sender, Duration silence, InstantSource clock) {
    this.queries = queries;
    this.sender = sender;
    this.silence = silence;
    this.clock = clock;
  }

  void start() {
    thread.start();
  }

  private void serve() {
    Duration pause = silence.dividedBy(LOOKS_PER_SILENCE);
    try {
      while (!closed.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          look();
        } catch (RuntimeException e) {
          log.warn("Looking for tasks that nothing is heard from broke off", e);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Asks about all silent tasks about which nobody was asked lately. */
  void look() {
    Instant now = clock.instant();
    List<Silent> silent = queries.silentSince(now.minus(silence));
    asked.keySet().retainAll(silent.stream().map(Silent::id).toList());
    for (Silent task : silent) {
      Instant last = asked.getOrDefault(task.id(), Instant.MIN);
      if (last.isBefore(now.minus(silence))) {
        log.info("Nothing heard from task {} since {}, looking for it", task.id(), task.since());
        sender.accept(new TaskCommand.Probe(task.id(), task.attempt(), task.since(), 0));
        asked.put(task.id(), now);
      }
    }
  }

  /** Ends the loop; the caller closes the link first if a send may hang. */
  @Override
  public void close() {
    closed.countDown();
    try {
      if (!thread.join(Duration.ofSeconds(5))) {
        log.warn("Somebody is still being asked about a silent task");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

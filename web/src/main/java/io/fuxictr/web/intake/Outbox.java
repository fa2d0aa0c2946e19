package io.fuxictr.web.intake;

import io.fuxictr.message.StageOrder;
import io.fuxictr.message.TaskCommand;
import io.fuxictr.task.Attempt;
import io.fuxictr.task.Checkpoint;
import io.fuxictr.task.Stage;
import io.fuxictr.task.TaskId;
import io.fuxictr.task.TaskStatus;
import io.fuxictr.web.store.TaskQueries;
import io.fuxictr.web.store.TaskQueries.Waiting;
import io.fuxictr.web.store.TaskRow;
import io.fuxictr.web.store.TaskState;
import io.fuxictr.web.store.TaskStore;
import io.fuxictr.web.store.Timestamps;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings starts, cancels and pauses that are in the database to the dispatcher, as soon as there is
 * room for another task and the broker takes them.
 *
 * <p>A start is marked before it is sent and again when the broker has it. What was marked once is
 * sent again until the second mark is made; the broker drops what it knows already. A cancel or a
 * pause goes out only after the start it is about.
 */
final class Outbox implements AutoCloseable {

  /**
   * How many tasks may be under way.
   *
   * @param perUser of one user
   * @param total of all users
   * @param timeout longest time of one attempt
   */
  record Limits(int perUser, int total, Duration timeout) {}

  private static final Logger log = LoggerFactory.getLogger(Outbox.class);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

  private final TaskStore tasks;
  private final TaskQueries queries;
  private final Consumer<TaskCommand> sender;
  private final Limits limits;
  private final String storage;
  private final InstantSource clock;
  private final Semaphore news = new Semaphore(0);
  private final Thread thread = Thread.ofVirtual().name("outbox").unstarted(this::serve);
  private volatile boolean open = true;

  /**
   * Creates an outbox.
   *
   * @param storage id of the storage that the orders are about
   */
  Outbox(
      TaskStore tasks,
      TaskQueries queries,
      Consumer<TaskCommand> sender,
      Limits limits,
      String storage,
      InstantSource clock) {
    this.tasks = tasks;
    this.queries = queries;
    this.sender = sender;
    this.limits = limits;
    this.storage = storage;
    this.clock = clock;
  }

  void start() {
    thread.start();
  }

  /** Says that there may be something to send. */
  void wake() {
    news.release();
  }

  private void serve() {
    while (open) {
      try {
        sendAll();
      } catch (RuntimeException e) {
        if (open) {
          log.warn("Sending starts, cancels and pauses broke off, next try in {}", LOOK_AGAIN, e);
        }
      }
      try {
        var _ = news.tryAcquire(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
        news.drainPermits();
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  /** Sends what is due, once. */
  void sendAll() {
    queries.halfSent().forEach(this::start);
    fillUp();
    queries.toCancel().forEach(this::cancel);
    queries.toPause().forEach(this::pause);
  }

  /** Starts waiting tasks while there is room; a long queue of them costs nothing without. */
  private void fillUp() {
    var active = new HashMap<>(queries.activeByUser());
    long total = active.values().stream().mapToLong(Long::longValue).sum();
    List<Waiting> waiting = total < limits.total() ? queries.toStart() : List.of();
    for (Waiting task : waiting) {
      long ofUser = active.getOrDefault(task.user(), 0L);
      boolean room = total < limits.total() && ofUser < limits.perUser();
      if (room && start(task.id())) {
        active.put(task.user(), ofUser + 1);
        total++;
      }
    }
  }

  private boolean start(TaskId id) {
    Optional<TaskState> marked =
        tasks.change(id, state -> isDue(state) ? state.with(mark -> mark.sending(now())) : state);
    Optional<TaskRow> row = queries.find(id);
    if (marked.filter(Outbox::isDue).isEmpty() || row.isEmpty()) {
      return false;
    }
    sender.accept(new TaskCommand.Start(order(marked.get(), row.get())));
    var _ =
        tasks.change(
            id,
            state ->
                state.attempt() == marked.get().attempt()
                    ? state.with(mark -> mark.dispatched(now()))
                    : state);
    log.info("Task {}, attempt {}: start sent", id, marked.get().attempt());
    return true;
  }

  private static boolean isDue(TaskState state) {
    return state.status() == TaskStatus.PENDING
        && state.dispatch().startRequestedAt().isPresent()
        && state.dispatch().dispatchedAt().isEmpty();
  }

  private StageOrder order(TaskState state, TaskRow row) {
    Stage first = state.firstOpenStage().orElse(Stage.MONITOR);
    var checkpoints = new EnumMap<Stage, Checkpoint>(Stage.class);
    state
        .steps()
        .forEach(
            (stage, step) -> {
              if (!step.checkpoint().isEmpty()) {
                checkpoints.put(stage, step.checkpoint());
              }
            });
    return new StageOrder(
        new Attempt(state.id(), first, state.attempt()),
        row.details().submission(),
        checkpoints,
        Timestamps.instant(row.times().createdAt()),
        clock.instant().plus(limits.timeout()),
        0,
        storage);
  }

  private void cancel(TaskId id) {
    TaskState state = tasks.state(id).orElse(TaskState.draft(id));
    if (!state.isActive()) {
      return;
    }
    sender.accept(new TaskCommand.Cancel(id, state.attempt(), 0));
    var _ = tasks.change(id, now -> now.with(mark -> mark.cancelSent(now())));
    log.info("Task {}, attempt {}: cancel sent", id, state.attempt());
  }

  private void pause(TaskId id) {
    TaskState state = tasks.state(id).orElse(TaskState.draft(id));
    if (!state.isActive() || state.status() == TaskStatus.PAUSED) {
      return;
    }
    sender.accept(new TaskCommand.Pause(id, state.attempt(), 0));
    var _ =
        tasks.change(
            id,
            after ->
                after.attempt() == state.attempt()
                    ? after.with(mark -> mark.pauseSent(now()))
                    : after);
    log.info("Task {}, attempt {}: pause sent", id, state.attempt());
  }

  private Instant now() {
    return Timestamps.cut(clock.instant());
  }

  /** Ends the loop; the caller closes the link first if a send may hang. */
  @Override
  public void close() {
    open = false;
    wake();
    try {
      if (!thread.join(Duration.ofSeconds(5))) {
        log.warn("The outbox is still sending");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

package io.fuxictr.web.store;

import io.fuxictr.task.Stage;
import io.fuxictr.task.TaskId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What can be done to tasks. Every move looks at the state and changes it in one transaction. */
public final class TaskStore {
  private final Database database;
  private final InstantSource clock;

  /** Writes to a database. */
  public TaskStore(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * A task to be inserted.
   *
   * @param details what its user wrote down
   * @param key the same key is the same task; empty for none
   * @param start whether it is to run at once
   */
  public record NewTask(TaskDetails details, String key, boolean start) {}

  /** Inserts tasks with their five stages, all or none, and returns their numbers in order. */
  public List<TaskId> insert(List<NewTask> tasks) {
    return database.write(session -> tasks.stream().map(task -> insert(session, task)).toList());
  }

  private TaskId insert(WriteSession session, NewTask task) {
    Optional<Long> known =
        task.key().isEmpty()
            ? Optional.empty()
            : session.query("task-key", row -> row.getLong(1), task.key()).stream().findFirst();
    if (known.isPresent()) {
      return new TaskId(known.get());
    }
    Instant now = Timestamps.cut(clock.instant());
    String time = Timestamps.text(now);
    @Nullable Object[] parameters =
        append(
            TaskRows.parameters(task.details()),
            task.key().isEmpty() ? null : task.key(),
            time,
            time);
    TaskId id = new TaskId(session.insert("task-insert", parameters).orElseThrow());
    Stage.ALL.forEach(stage -> StateTable.save(session, id, stage, StepState.FRESH));
    if (task.start()) {
      TaskState draft = TaskState.draft(id);
      StateTable.save(session, draft, draft.resumed(now), now);
    }
    return id;
  }

  private static @Nullable Object[] append(
      @Nullable Object[] parameters, @Nullable Object... more) {
    return Stream.concat(Arrays.stream(parameters), Arrays.stream(more)).toArray();
  }

  /**
   * Moves a task. The change sees the current state and may refuse it by throwing; whoever follows
   * the task hears of a new status.
   *
   * @return the state after the change, or nothing if there is no such task
   */
  public Optional<TaskState> change(TaskId id, UnaryOperator<TaskState> change) {
    return database.write(
        session -> StateTable.load(session, id).map(before -> change(session, before, change)));
  }

  private TaskState change(
      WriteSession session, TaskState before, UnaryOperator<TaskState> change) {
    TaskState after = change.apply(before);
    if (after.equals(before)) {
      return after;
    }
    StateTable.save(session, before, after, clock.instant());
    if (!EventLog.status(after).equals(EventLog.status(before))) {
      new EventLog(session).recordStatus(after, clock.instant());
    }
    return after;
  }

  /**
   * Replaces what a user wrote down.
   *
   * @param check sees the current state and may refuse by throwing
   * @return whether there is such a task
   */
  public boolean edit(TaskId id, TaskDetails details, Consumer<TaskState> check) {
    return database.write(
        session -> {
          Optional<TaskState> state = StateTable.load(session, id);
          state.ifPresent(check);
          @Nullable Object[] parameters =
              append(TaskRows.parameters(details), Timestamps.text(clock.instant()), id.value());
          return session.update("task-edit", parameters) == 1;
        });
  }

  /**
   * Deletes a task with everything that is known of it.
   *
   * @param check sees the current state and may refuse by throwing
   * @return the last state, or nothing if there is no such task
   */
  public Optional<TaskState> delete(TaskId id, Consumer<TaskState> check) {
    return database.write(
        session -> {
          Optional<TaskState> state = StateTable.load(session, id);
          state.ifPresent(check);
          Stream.of("points", "metrics", "chunks", "events", "steps", "task")
              .forEach(what -> session.update(what + "-delete", id.value()));
          return state;
        });
  }

  /** Returns where a task stands. */
  public Optional<TaskState> state(TaskId id) {
    return database.write(session -> StateTable.load(session, id));
  }
}

package io.fuxictr.web.store;

import io.fuxictr.message.TaskEvent;
import io.fuxictr.task.TaskId;
import io.helidon.dbclient.DbRow;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Events: taken in once each, folded into the state of their task, and kept for replay. */
public final class EventStore {
  private final Database database;
  private final InstantSource clock;

  /** Keeps events in a database. */
  public EventStore(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Takes in a batch, all or nothing. Events that are known already and events of tasks that are
   * not known (any more) change nothing.
   *
   * @throws StoreException if the database refuses; the batch may be brought again
   */
  public void append(List<TaskEvent> events) {
    database.write(
        session -> {
          var before = new HashMap<TaskId, Optional<TaskState>>();
          var states = new HashMap<TaskId, TaskState>();
          for (TaskEvent event : events) {
            before.computeIfAbsent(event.task(), id -> StateTable.load(session, id));
            before
                .getOrDefault(event.task(), Optional.empty())
                .ifPresent(known -> take(session, states, known, event));
          }
          save(session, before, states);
          return states.size();
        });
  }

  private void take(
      WriteSession session, Map<TaskId, TaskState> states, TaskState known, TaskEvent event) {
    TaskState state = states.getOrDefault(event.task(), known);
    EventLog log = new EventLog(session);
    if (!log.record(event)) {
      return;
    }
    TaskState next = state.after(event);
    if (next.equals(state)) {
      return;
    }
    states.put(event.task(), next);
    log.recordMove(event, state, next);
    if (event.body() instanceof TaskEvent.StageCompleted done) {
      event.stage().ifPresent(stage -> FigureTable.save(session, next, stage, done));
    }
  }

  private void save(
      WriteSession session,
      Map<TaskId, Optional<TaskState>> before,
      Map<TaskId, TaskState> states) {
    states.forEach(
        (id, after) ->
            before
                .getOrDefault(id, Optional.empty())
                .ifPresent(known -> StateTable.save(session, known, after, clock.instant())));
  }

  /** Returns the events of a task behind a number, in order. */
  public List<StoredEvent> replay(TaskId task, long after, int limit) {
    try (Stream<DbRow> rows =
        database
            .read()
            .createNamedQuery("event-replay")
            .addParam("id", task.value())
            .addParam("after", after)
            .addParam("limit", limit)
            .execute()) {
      return rows.map(EventStore::event).toList();
    }
  }

  /** Returns the number behind which the last events of a task begin. */
  public long lastFrom(TaskId task, int limit) {
    return database
        .read()
        .createNamedGet("event-last-from")
        .addParam("id", task.value())
        .addParam("limit", limit)
        .execute()
        .map(row -> Columns.number(row, "seq"))
        .orElse(0L);
  }

  /** Returns the events of a task that a filter lets through, in order. Empty texts filter not. */
  public List<StoredEvent> history(TaskId task, long after, int limit, String step, String type) {
    try (Stream<DbRow> rows =
        database
            .read()
            .createNamedQuery("event-history")
            .addParam("id", task.value())
            .addParam("after", after)
            .addParam("step", step)
            .addParam("type", type)
            .addParam("limit", limit)
            .execute()) {
      return rows.map(EventStore::event).toList();
    }
  }

  private static StoredEvent event(DbRow row) {
    return new StoredEvent(
        Columns.number(row, "seq"),
        new TaskId(Columns.number(row, "task_id")),
        (int) Columns.number(row, "attempt"),
        Columns.text(row, "step"),
        Columns.text(row, "type"),
        Columns.text(row, "level"),
        Columns.text(row, "data"),
        Columns.text(row, "created_at"));
  }
}

package io.fuxictr.web.store;

import io.fuxictr.message.Json;
import io.fuxictr.task.Stage;
import io.fuxictr.task.TaskId;
import io.helidon.dbclient.DbRow;
import io.helidon.dbclient.DbStatementQuery;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** What can be asked about tasks. Sees the last commit, and never waits for the writer. */
public final class TaskQueries {
  private static final Set<String> COUNTS =
      Set.of("bytes_transferred", "files_transferred", "epochs_completed", "rows_processed");

  private final Database database;

  /** Asks a database. */
  public TaskQueries(Database database) {
    this.database = database;
  }

  /** Returns a task, or nothing if there is none. */
  public Optional<TaskRow> find(TaskId id) {
    return database
        .read()
        .createNamedGet("task-find")
        .addParam("id", id.value())
        .execute()
        .map(TaskRows::task);
  }

  /** Returns the tasks that a filter lets through, newest first. */
  public List<TaskRow> list(TaskFilter filter) {
    if (!filter.submissionKey().isEmpty()) {
      return rows(
          filtered("task-list-by-key", filter).addParam("key", filter.submissionKey()),
          TaskRows::task);
    }
    return rows(filtered("task-list", filter), TaskRows::task);
  }

  private DbStatementQuery filtered(String statement, TaskFilter filter) {
    return query(statement)
        .addParam("user", filter.user())
        .addParam("status", filter.status())
        .addParam("model", filter.model())
        .addParam("q", filter.nameContains())
        .addParam("limit", filter.limit())
        .addParam("offset", filter.offset());
  }

  /** Returns the stages of a task, in order. */
  public List<StepRow> steps(TaskId id) {
    return rows(query("step-list").addParam("id", id.value()), TaskQueries::step);
  }

  private static StepRow step(DbRow row) {
    return new StepRow(
        Columns.number(row, "id"),
        Stage.ofWireName(Columns.text(row, "step_name")),
        Columns.text(row, "status"),
        Columns.optionalText(row, "started_at"),
        Columns.optionalText(row, "completed_at"),
        Columns.optionalText(row, "error_message"),
        Columns.number(row, "retry_count"));
  }

  /** Returns the figures of a task by stage, in the order of the stages' names. */
  public List<MetricRow> metrics(TaskId id) {
    return rows(query("metric-list").addParam("id", id.value()), TaskQueries::metric);
  }

  private static MetricRow metric(DbRow row) {
    var values = new LinkedHashMap<String, Object>();
    values.put("id", Columns.number(row, "id"));
    values.put("task_id", Columns.number(row, "task_id"));
    String step = Columns.text(row, "step_name");
    values.put("step_name", step);
    for (String name : MetricRow.FIGURES) {
      if (COUNTS.contains(name)) {
        values.put(name, Columns.number(row, name));
      } else {
        Columns.real(row, name).ifPresent(value -> values.put(name, value));
      }
    }
    Stream.of("start_time", "end_time")
        .forEach(name -> Columns.optionalText(row, name).ifPresent(text -> values.put(name, text)));
    Columns.optionalText(row, "additional_metrics")
        .ifPresent(text -> values.putAll(Json.readMap(text)));
    return new MetricRow(step, values);
  }

  /**
   * Returns figures that were told while the stages were at work, oldest first.
   *
   * @param name only figures of this name; all if empty
   * @param epochsOnly only those that belong to an epoch and not to a batch of it
   */
  public List<MetricPoint> points(TaskId id, String name, boolean epochsOnly, int limit) {
    return rows(
        query("point-list")
            .addParam("id", id.value())
            .addParam("name", name)
            .addParam("epochs", epochsOnly ? 1 : 0)
            .addParam("limit", limit),
        row ->
            new MetricPoint(
                (int) Columns.number(row, "attempt"),
                Columns.text(row, "step"),
                Columns.text(row, "name"),
                (int) Columns.number(row, "epoch"),
                Columns.number(row, "batch"),
                Columns.real(row, "value").orElse(Double.NaN)));
  }

  /** Returns how many tasks have each status. */
  public Map<String, Long> countByStatus() {
    return counts("task-count-by-status", "status");
  }

  /** Returns how many tasks of each user are with the dispatcher or a worker. */
  public Map<String, Long> activeByUser() {
    return counts("task-active-by-user", "user");
  }

  private Map<String, Long> counts(String statement, String key) {
    var counts = new LinkedHashMap<String, Long>();
    rows(query(statement), row -> Map.entry(Columns.text(row, key), Columns.number(row, "tasks")))
        .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
    return counts;
  }

  /** Returns everybody who has a task. */
  public List<String> users() {
    return rows(query("task-users"), row -> Columns.text(row, "user"));
  }

  /** Returns the task that was submitted under a key, if any. */
  public Optional<TaskId> withKey(String key) {
    return database
        .read()
        .createNamedGet("task-by-key")
        .addParam("key", key)
        .execute()
        .map(row -> new TaskId(Columns.number(row, "id")));
  }

  /** Returns tasks that were handed to the broker, which may or may not have them. */
  public List<TaskId> halfSent() {
    return rows(query("task-half-sent"), row -> new TaskId(Columns.number(row, "id")));
  }

  /**
   * A task that waits to be sent out.
   *
   * @param id the task
   * @param user its owner
   */
  public record Waiting(TaskId id, String user) {}

  /** Returns tasks to be started that were not handed to the broker yet: by priority, then age. */
  public List<Waiting> toStart() {
    return rows(
        query("task-to-start"),
        row -> new Waiting(new TaskId(Columns.number(row, "id")), Columns.text(row, "user")));
  }

  /** Returns tasks whose cancel the dispatcher does not know of yet. */
  public List<TaskId> toCancel() {
    return rows(query("task-to-cancel"), row -> new TaskId(Columns.number(row, "id")));
  }

  /** Returns tasks whose pause the dispatcher does not know of yet. */
  public List<TaskId> toPause() {
    return rows(query("task-to-pause"), row -> new TaskId(Columns.number(row, "id")));
  }

  /**
   * A task that should be under way and is not heard of.
   *
   * @param id the task
   * @param attempt its current attempt
   * @param since when something was last heard
   */
  public record Silent(TaskId id, int attempt, Instant since) {}

  /** Returns tasks that were sent out and of which nothing was heard after a time. */
  public List<Silent> silentSince(Instant limit) {
    return rows(
        query("task-silent").addParam("limit", Timestamps.text(limit)),
        row ->
            new Silent(
                new TaskId(Columns.number(row, "id")),
                (int) Columns.number(row, "attempt"),
                Timestamps.instant(Columns.text(row, "since"))));
  }

  private DbStatementQuery query(String name) {
    return database.read().createNamedQuery(name);
  }

  private static <T> List<T> rows(DbStatementQuery query, Function<DbRow, T> reader) {
    try (Stream<DbRow> rows = query.execute()) {
      return rows.map(reader).toList();
    }
  }
}

package io.fuxictr.web.store;

import static io.fuxictr.web.store.Samples.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.message.TaskEvent;
import io.fuxictr.task.Stage;
import io.fuxictr.task.TaskId;
import io.fuxictr.task.TaskStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
  @TempDir private Path folder;
  private Database database;
  private TaskStore tasks;
  private TaskQueries queries;
  private EventStore events;

  @BeforeEach
  void open() {
    database = Database.open(folder.resolve("sub").resolve("workflow_tasks.db"));
    tasks = new TaskStore(database, InstantSource.fixed(NOON));
    queries = new TaskQueries(database);
    events = new EventStore(database, InstantSource.fixed(NOON));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private TaskId insert(String name) {
    var task = new TaskStore.NewTask(Samples.details(name, "ann"), "", true);
    return tasks.insert(List.of(task)).getFirst();
  }

  @Test
  void taskComesBackAsItWasInserted() {
    TaskId id = insert("first");

    TaskRow row = queries.find(id).orElseThrow();
    assertThat(row.details()).isEqualTo(Samples.details("first", "ann"));
    assertThat(row.status()).isEqualTo(TaskStatus.PENDING);
    assertThat(row.times().createdAt()).isEqualTo("2026-03-01 12:00:00");
    assertThat(queries.steps(id)).extracting(StepRow::stage).isEqualTo(Stage.ALL);
  }

  @Test
  void sameKeyIsTheSameTask() {
    var task = new TaskStore.NewTask(Samples.details("first", "ann"), "key-1", true);

    assertThat(tasks.insert(List.of(task, task))).containsOnly(new TaskId(1));
    assertThat(queries.withKey("key-1")).contains(new TaskId(1));
  }

  @Test
  void wholeRunIsFoldedAndKept() {
    TaskId id = insert("first");

    events.append(Samples.wholeRun(id));

    TaskRow row = queries.find(id).orElseThrow();
    assertThat(row.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(row.currentStep()).isEqualTo(5);
    assertThat(row.datasetId()).contains("MMoE_demo.20260301_120000");
    assertThat(queries.steps(id)).extracting(StepRow::status).containsOnly("completed");
    MetricRow metrics = queries.metrics(id).getFirst();
    assertThat(metrics.values())
        .containsEntry("duration_seconds", 7.5)
        .containsEntry("bytes_transferred", 1000L)
        .containsEntry("columns", 14L);
    assertThat(queries.points(id, "loss", true, 100)).hasSize(5);
  }

  @Test
  void secondDeliveryOfTheSameEventsChangesNothing() {
    TaskId id = insert("first");
    List<TaskEvent> run = Samples.wholeRun(id);
    events.append(run);
    List<StoredEvent> kept = events.replay(id, 0, 1000);
    TaskRow row = queries.find(id).orElseThrow();

    events.append(run);
    run.forEach(event -> events.append(List.of(event)));

    assertThat(events.replay(id, 0, 1000)).isEqualTo(kept);
    assertThat(queries.find(id)).contains(row);
    assertThat(queries.points(id, "", false, 1000)).hasSize(5);
  }

  @Test
  void eventsThatComeAgainTakeNoNumbers() {
    TaskId first = insert("first");
    List<TaskEvent> run = Samples.wholeRun(first);

    run.forEach(
        event -> {
          events.append(List.of(event));
          events.append(List.of(event, event));
        });
    TaskId second = insert("second");
    events.append(Samples.wholeRun(second));

    long last = events.replay(first, 0, 1000).getLast().seq();
    assertThat(last).isEqualTo(events.replay(first, 0, 1000).size());
    assertThat(events.replay(second, 0, 1000).getFirst().seq()).isEqualTo(last + 1);
  }

  @Test
  void followersHearEachEventOnceInOrder() {
    TaskId id = insert("first");
    var heard = new ArrayList<StoredEvent>();
    database.follow(heard::addAll);

    events.append(Samples.wholeRun(id));
    events.append(Samples.wholeRun(id));

    assertThat(heard).isEqualTo(events.replay(id, 0, 1000));
    assertThat(heard).extracting(StoredEvent::seq).isSorted().doesNotHaveDuplicates();
    assertThat(heard).extracting(StoredEvent::type).contains("status", "complete", "log");
  }

  @Test
  void eventsOfUnknownTasksAreDropped() {
    events.append(Samples.wholeRun(new TaskId(99)));

    assertThat(events.replay(new TaskId(99), 0, 10)).isEmpty();
  }

  @Test
  void lastEventsBeginBehindANumber() {
    TaskId id = insert("first");
    events.append(Samples.wholeRun(id));
    List<StoredEvent> all = events.replay(id, 0, 1000);

    long from = events.lastFrom(id, 3);

    assertThat(events.replay(id, from, 1000)).isEqualTo(all.subList(all.size() - 3, all.size()));
    assertThat(events.lastFrom(new TaskId(99), 3)).isZero();
  }

  @Test
  void refusedChangeWritesNothing() {
    TaskId id = insert("first");

    assertThatThrownBy(
            () ->
                tasks.change(
                    id,
                    state -> {
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");

    assertThat(tasks.state(id).map(TaskState::status)).contains(TaskStatus.PENDING);
  }

  @Test
  void deletedTaskLeavesNothing() {
    TaskId id = insert("first");
    events.append(Samples.wholeRun(id));

    tasks.delete(id, state -> {});

    assertThat(queries.find(id)).isEmpty();
    assertThat(queries.steps(id)).isEmpty();
    assertThat(events.replay(id, 0, 10)).isEmpty();
    assertThat(insert("next").value()).isGreaterThan(id.value());
  }

  @Test
  void filtersNarrowTheList() {
    insert("alpha");
    tasks.insert(List.of(new TaskStore.NewTask(Samples.details("Beta run", "bob"), "", false)));

    assertThat(queries.list(new TaskFilter("", "", "", "", "", 10, 0)))
        .extracting(row -> row.details().submission().name())
        .containsExactly("Beta run", "alpha");
    assertThat(queries.list(new TaskFilter("bob", "pending", "MMoE", "bETA", "", 10, 0)))
        .hasSize(1);
    assertThat(queries.list(new TaskFilter("", "", "", "", "", 1, 1))).hasSize(1);
    assertThat(queries.toStart()).extracting(TaskQueries.Waiting::user).containsExactly("ann");
  }

  @Test
  void startThatWasHandedOverIsHalfSentUntilTheBrokerHasIt() {
    TaskId first = insert("first");
    TaskId second = insert("second");
    var now = Instant.parse("2026-03-01T12:00:00Z");
    var _ = tasks.change(first, state -> state.with(mark -> mark.sending(now)));

    assertThat(queries.halfSent()).containsExactly(first);
    assertThat(queries.toStart()).extracting(TaskQueries.Waiting::id).containsExactly(second);
    assertThat(queries.activeByUser()).containsExactly(Map.entry("ann", 1L));

    var _ = tasks.change(first, state -> state.with(mark -> mark.dispatched(now)));

    assertThat(queries.halfSent()).isEmpty();
    assertThat(queries.activeByUser()).containsExactly(Map.entry("ann", 1L));
  }

  @Test
  void databaseOfTheOriginalKeepsItsRows() throws SQLException {
    Path file = folder.resolve("original.db");
    original(file);

    try (Database opened = Database.open(file)) {
      TaskRow row = new TaskQueries(opened).find(new TaskId(1)).orElseThrow();
      assertThat(row.details().submission().name()).isEqualTo("old");
      assertThat(row.draft()).isTrue();
      assertThat(row.times().createdAt()).isEqualTo("2026-01-31 08:09:10");
      assertThat(new TaskQueries(opened).metrics(new TaskId(1)))
          .singleElement()
          .satisfies(metric -> assertThat(metric.values()).containsEntry("rows_processed", 2L));
    }
    try (Database again = Database.open(file)) {
      assertThat(new TaskQueries(again).find(new TaskId(1))).isPresent();
    }
  }

  private static void original(Path file) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = connection.createStatement()) {
      statement.executeUpdate(
          """
          CREATE TABLE tasks (id INTEGER PRIMARY KEY AUTOINCREMENT, name VARCHAR(255) NOT NULL,
            user VARCHAR(100) NOT NULL, model VARCHAR(255) NOT NULL,
            experiment_id VARCHAR(100) NOT NULL, sample_sql TEXT NOT NULL, infer_sql TEXT NOT NULL,
            hdfs_path VARCHAR(500), hive_table VARCHAR(255), status VARCHAR(50) DEFAULT 'pending',
            current_step INTEGER DEFAULT 0, total_steps INTEGER DEFAULT 5,
            training_server VARCHAR(100), inference_server VARCHAR(100), config TEXT,
            created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
            updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP, started_at TIMESTAMP,
            completed_at TIMESTAMP)\
          """);
      statement.executeUpdate(
          """
          CREATE TABLE workflow_metrics (id INTEGER PRIMARY KEY AUTOINCREMENT,
            task_id INTEGER NOT NULL, step_name VARCHAR(50) NOT NULL,
            duration_seconds REAL DEFAULT 0.0, start_time TIMESTAMP, end_time TIMESTAMP,
            bytes_transferred INTEGER DEFAULT 0, files_transferred INTEGER DEFAULT 0,
            transfer_rate_mbps REAL DEFAULT 0.0, epochs_completed INTEGER DEFAULT 0,
            best_auc REAL DEFAULT 0.0, best_loss REAL DEFAULT 0.0, final_loss REAL DEFAULT 0.0,
            rows_processed INTEGER DEFAULT 0, inference_throughput REAL DEFAULT 0.0,
            additional_metrics TEXT)\
          """);
      statement.executeUpdate(
          """
          INSERT INTO tasks (name, user, model, experiment_id, sample_sql, infer_sql, config, created_at)
          VALUES ('old', '', '', '', '', '', '{"gpu_count": null, "batch_size": 5}',
            '2026-01-31 08:09:10')\
          """);
      statement.executeUpdate(
          "INSERT INTO workflow_metrics (task_id, step_name, rows_processed)"
              + " VALUES (1, 'infer', 1), (1, 'infer', 2)");
    }
  }

  @Test
  void fileThatIsNoDatabaseIsRefusedWithItsPath() throws IOException {
    Path file = Files.writeString(folder.resolve("notes.txt"), "x".repeat(4096));

    assertThatThrownBy(() -> Database.open(file))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void lockedDatabaseRefusesAndTakesTheSameBatchLater() throws SQLException {
    TaskId id = insert("first");
    Path file = folder.resolve("sub").resolve("workflow_tasks.db");
    List<TaskEvent> run = Samples.wholeRun(id);

    try (var other = DriverManager.getConnection("jdbc:sqlite:" + file);
        var statement = other.createStatement()) {
      statement.execute("BEGIN EXCLUSIVE");
      assertThatThrownBy(() -> events.append(run)).isInstanceOf(StoreException.class);
      statement.execute("ROLLBACK");
    }
    events.append(run);

    assertThat(queries.find(id).map(TaskRow::status)).contains(TaskStatus.COMPLETED);
  }

  @Test
  void checkpointsOutliveTheProgram() {
    TaskId id = insert("first");
    events.append(
        List.of(
            Samples.event(id, 1, Optional.of(Stage.DATA_FETCH), 1, Samples.started()),
            Samples.event(id, 1, Optional.of(Stage.DATA_FETCH), 2, Samples.completed())));
    database.close();
    open();

    TaskState state = tasks.state(id).orElseThrow();

    assertThat(state.step(Stage.DATA_FETCH).checkpoint().text("dataset_id"))
        .contains("MMoE_demo.20260301_120000");
    assertThat(state.dispatch().startRequestedAt()).contains(NOON);
  }
}

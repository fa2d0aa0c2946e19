package io.fuxictr.deploy.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import io.fuxictr.broker.QueueDesk.QueueFigures;
import io.fuxictr.deploy.wiring.OperatorDesk;
import io.fuxictr.message.Addresses;
import io.fuxictr.task.TaskStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Looks from outside at what a fleet has left behind, and lists everything that must not be. */
final class Audit {
  private static final Duration TO_END = Duration.ofMinutes(4);
  private static final int STAGES = 5;
  private static final int LOOKS = 50;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private final Fleet fleet;
  private final Workload workload;
  private final List<String> violations = new ArrayList<>();
  private final Map<Long, TaskStatus> ends = new TreeMap<>();
  private final Map<Long, String> names = new HashMap<>();

  Audit(Fleet fleet, Workload workload) {
    this.fleet = fleet;
    this.workload = workload;
  }

  List<String> violations() {
    return List.copyOf(violations);
  }

  /** Returns how many tasks ended so. */
  long ended(TaskStatus status) {
    return ends.values().stream().filter(status::equals).count();
  }

  private void check(boolean fine, String what) {
    if (!fine) {
      violations.add(what);
    }
  }

  /** Waits for the end of all tasks, while the fleet runs. */
  void awaitEnds() throws InterruptedException {
    long start = System.nanoTime();
    while (!readEnds() && System.nanoTime() - start < TO_END.toNanos()) {
      Thread.sleep(Duration.ofMillis(500));
    }
  }

  private boolean readEnds() throws InterruptedException {
    boolean all = true;
    for (JsonNode task : fleet.api().tasks(1000)) {
      long id = task.path("task_id").asLong();
      var status = TaskStatus.ofWireName(task.path("status").asText());
      ends.put(id, status);
      names.put(id, task.path("name").asText());
      all &= status.isFinal();
    }
    return all;
  }

  /** Checks tasks, events and queues, while the fleet still runs. */
  void checkRunning(int poisons) throws InterruptedException {
    violations.addAll(workload.contradictions());
    checkTasks();
    checkEvents();
    checkQueues(poisons);
    purgeCancelled();
  }

  /** What a cancelled task has exported waits for a retry, and goes with the task. */
  private void purgeCancelled() throws InterruptedException {
    for (Map.Entry<Long, TaskStatus> end : ends.entrySet()) {
      if (end.getValue() == TaskStatus.CANCELLED) {
        fleet.api().delete(end.getKey(), true);
      }
    }
  }

  private void checkTasks() throws InterruptedException {
    Map<String, Long> accepted = workload.accepted();
    accepted.forEach(
        (key, task) ->
            check(
                key.equals(names.get(task)),
                "%s was accepted as task %d, which is %s"
                    .formatted(key, task, String.valueOf(names.get(task)))));
    check(
        accepted.size() == ends.size(),
        "%d submissions were accepted, and there are %d tasks"
            .formatted(accepted.size(), ends.size()));
    for (Map.Entry<Long, TaskStatus> end : ends.entrySet()) {
      check(
          end.getValue().isFinal(), "task %d is still %s".formatted(end.getKey(), end.getValue()));
      if (end.getValue() == TaskStatus.CANCELLED) {
        check(
            workload.cancelled().contains(end.getKey()),
            "task %d is cancelled, and nobody asked for it".formatted(end.getKey()));
      }
      if (end.getValue() == TaskStatus.FAILED) {
        violations.add(
            "task %d failed: %s"
                .formatted(
                    end.getKey(), fleet.api().task(end.getKey()).path("error_message").asText()));
      }
    }
  }

  private void checkEvents() throws InterruptedException {
    var numbers = new TreeSet<Long>();
    for (long task : ends.keySet()) {
      var own = new ArrayList<Long>();
      var completed = new HashMap<String, Integer>();
      int finals = 0;
      for (JsonNode event : events(task)) {
        own.add(event.path("seq").asLong());
        check(
            numbers.add(event.path("seq").asLong()),
            "event %d came twice".formatted(event.path("seq").asLong()));
        if (event.path("type").asText().equals("complete")) {
          completed.merge(event.path("step").asText(), 1, Integer::sum);
        }
        if (event.path("type").asText().equals("status")
            && TaskStatus.ofWireName(event.path("data").path("status").asText()).isFinal()) {
          finals++;
        }
      }
      check(finals == 1, "task %d ended %d times".formatted(task, finals));
      completed.forEach(
          (step, times) ->
              check(times == 1, "task %d completed %s %d times".formatted(task, step, times)));
      if (ends.get(task) == TaskStatus.COMPLETED) {
        check(
            completed.size() == STAGES,
            "task %d completed only %s".formatted(task, completed.keySet()));
      }
      List<Long> heard = workload.followed().get(task);
      check(
          heard == null || heard.equals(own),
          "who followed task %d heard %d events, and there are %d"
              .formatted(task, heard == null ? 0 : heard.size(), own.size()));
    }
    if (!numbers.isEmpty()) {
      check(
          numbers.last() - numbers.first() + 1 == numbers.size(),
          "events %d to %d are only %d".formatted(numbers.first(), numbers.last(), numbers.size()));
    }
  }

  private List<JsonNode> events(long task) throws InterruptedException {
    var all = new ArrayList<JsonNode>();
    List<JsonNode> page = fleet.api().events(task, 0);
    while (!page.isEmpty()) {
      all.addAll(page);
      page = fleet.api().events(task, page.getLast().path("seq").asLong());
    }
    return all;
  }

  /** Signs of life go on coming, so a queue counts as empty if it was found empty once. */
  private void checkQueues(int poisons) throws InterruptedException {
    var left = new TreeMap<String, Long>();
    try (OperatorDesk desk = fleet.operator()) {
      for (int look = 0; look < LOOKS && (look == 0 || !left.isEmpty()); look++) {
        for (QueueFigures queue : desk.queues().queues()) {
          long found = queue.waiting() + queue.held() + queue.scheduled();
          long expected = queue.name().equals(Addresses.REJECTED) ? poisons : 0;
          if (found == expected) {
            left.remove(queue.name());
          } else if (look == 0 || left.containsKey(queue.name())) {
            left.put(queue.name(), found);
          }
        }
        Thread.sleep(BETWEEN_LOOKS);
      }
    }
    left.forEach(
        (queue, found) -> violations.add("%d messages are left in %s".formatted(found, queue)));
  }

  /** Checks result tables, processes and files, after the fleet was stopped. */
  void checkStopped() throws SQLException, IOException {
    checkResults();
    for (Unit unit : fleet.all()) {
      for (long pid : unit.pids()) {
        check(
            ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isEmpty(),
            "process %d of %s still runs".formatted(pid, unit));
      }
    }
    checkFiles(fleet.home().resolve("staging"), _ -> true);
    checkFiles(fleet.home().resolve("datasets"), Audit::isTemporary);
    checkFiles(fleet.home().resolve("model_zoo"), Audit::isTemporary);
  }

  private static boolean isTemporary(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".tmp") || name.endsWith(".part") || name.startsWith(".tmp");
  }

  private void checkFiles(Path root, java.util.function.Predicate<Path> unwanted)
      throws IOException {
    if (!Files.isDirectory(root)) {
      return;
    }
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(Files::isRegularFile)
          .filter(unwanted)
          .forEach(file -> violations.add("left behind: " + fleet.home().relativize(file)));
    }
  }

  private void checkResults() throws SQLException {
    Path warehouse = fleet.home().resolve("warehouse.duckdb");
    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:" + warehouse)) {
      Set<String> tables = tables(connection);
      for (Map.Entry<Long, TaskStatus> end : ends.entrySet()) {
        String table = String.valueOf(names.get(end.getKey())).replace('-', '_');
        long rows = tables.contains(table) ? count(connection, "count(*)", table) : 0;
        long distinct =
            tables.contains(table) ? count(connection, "count(DISTINCT user_id)", table) : 0;
        boolean whole = rows == Fleet.INFERENCE_ROWS && distinct == rows;
        boolean fine = end.getValue() == TaskStatus.COMPLETED ? whole : rows == 0 || whole;
        check(
            fine,
            "task %d (%s) has %d rows, %d of them different"
                .formatted(end.getKey(), end.getValue(), rows, distinct));
      }
    }
  }

  private static Set<String> tables(Connection connection) throws SQLException {
    var tables = new HashSet<String>();
    try (Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = 'result'")) {
      while (found.next()) {
        tables.add(found.getString(1));
      }
    }
    return tables;
  }

  private static long count(Connection connection, String what, String table) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery("SELECT %s FROM result.%s".formatted(what, table))) {
      return found.next() ? found.getLong(1) : 0;
    }
  }
}

package io.fuxictr.deploy.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.deploy.chaos.Journal.Work;
import io.fuxictr.deploy.client.TaskFollower;
import io.fuxictr.deploy.source.SourceServer;
import io.fuxictr.remote.testing.Testbed;
import io.fuxictr.task.Stage;
import io.fuxictr.task.TaskStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers that die while a real Spark works for them, where there is a server with one. */
class KilledAtTheServerIT {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final String FEATURES =
      "SELECT user_id, product_id, dt, area_tag, call_30_days_max_cnt, appInstalls";

  @TempDir private Path home;

  private static ObjectNode submission(SourceServer server) {
    ObjectNode submission =
        JsonNodeFactory.instance
            .objectNode()
            .put("name", "killed at the server")
            .put("user", "chaos")
            .put("model", "ShareBottom")
            .put("experiment_id", "chaos")
            .put(
                "sample_sql",
                FEATURES
                    + ", label_apply, label_credit FROM ctr_demo.samples WHERE dt < '2026-01-03'")
            .put("infer_sql", FEATURES + " FROM ctr_demo.inference")
            .put("hdfs_path", server.scratch())
            .put("hive_table", server.of("predictions"))
            .put("epochs", 1)
            .put("batch_size", 1024);
    submission
        .putObject("result_columns")
        .put("prediction_0", "p_apply")
        .put("prediction_1", "p_credit");
    return submission;
  }

  @Test
  void queryAndLoadRunOnceThoughTheirWorkersAreKilled() throws Exception {
    Path dist = Path.of(System.getProperty("chaos.dist", "target/dist")).toAbsolutePath();
    var events = new ArrayList<JsonNode>();
    try (SourceServer server = SourceServer.orSkip(List.of("predictions"))) {
      try (Fleet fleet = Fleet.start(dist, home, new Journal(), server.configuration())) {
        long task = fleet.api().submit(submission(server)).path("task_id").asLong();
        Testbed there = server.testbed();
        killOnce(() -> runsSpark(there, server.staging(), ".train-"), Stage.DATA_FETCH, fleet);
        killOnce(() -> runsSpark(there, server.results(), ".load.sql"), Stage.TRANSPORT, fleet);

        TaskStatus end = new TaskFollower(fleet.api(), task, events::add).follow();

        assertThat(end).as(lines(events)).isEqualTo(TaskStatus.COMPLETED);
      }
      assertThat(lines(events))
          .contains(
              "The export that an earlier worker began is there; waiting for its end",
              "The load that an earlier worker began is there; waiting for its end");
      assertThat(
              server
                  .testbed()
                  .spark(
                      "SELECT COUNT(*), COUNT(DISTINCT user_id, product_id, dt) FROM %s;"
                          .formatted(server.of("predictions"))))
          .isEqualTo("50000\t50000");
      assertThat(server.leftovers()).isEmpty();
    }
  }

  private static boolean runsSpark(Testbed there, String folder, String script)
      throws InterruptedException {
    return there
        .processes(folder)
        .lines()
        .anyMatch(line -> line.contains(script) && line.contains("SparkSQLCLIDriver"));
  }

  /** Ends the process that has an order of a stage in hand, at a moment. */
  private static void killOnce(Callable<Boolean> moment, Stage stage, Fleet fleet)
      throws InterruptedException {
    await().atMost(PATIENCE).until(moment);
    Unit victim =
        fleet.workers(stage).stream()
            .filter(unit -> fleet.journal().held(unit.name()).isPresent())
            .findFirst()
            .orElseThrow();
    Work work = fleet.journal().held(victim.name()).orElseThrow();
    long killed = System.nanoTime();
    victim.kill();
    assertThat(
            fleet
                .journal()
                .await(
                    line -> line.taken().filter(work.attempt()::equals).isPresent(),
                    killed,
                    PATIENCE))
        .as("%s taken again", work.attempt())
        .isPresent();
  }

  private static String lines(List<JsonNode> events) {
    return events.stream()
        .map(event -> event.path("data").path("message").asText())
        .collect(Collectors.joining("\n"));
  }
}

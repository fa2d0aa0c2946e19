package io.fuxictr.deploy.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fuxictr.deploy.client.ApiException;
import io.fuxictr.remote.file.DataFiles;
import io.fuxictr.task.Stage;
import io.fuxictr.task.TaskStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pausing, cancelling and losing tasks whose stages are the real ones. */
class ControlIT {
  private static final Duration LONG = Duration.ofMinutes(3);

  @TempDir private Path home;

  private static ObjectNode longTraining() {
    return SmallPipeline.submission().put("epochs", 40);
  }

  private static String status(SmallPipeline pipeline, long task) throws InterruptedException {
    return pipeline.api().task(task).path("status").asText();
  }

  private static JsonNode step(SmallPipeline pipeline, long task, Stage stage)
      throws InterruptedException {
    return pipeline.api().steps(task).get(stage.order());
  }

  private static List<String> lines(SmallPipeline pipeline, long task, String part)
      throws InterruptedException {
    return pipeline.api().events(task, 0).stream()
        .map(event -> event.path("data").path("message").asText())
        .filter(message -> message.contains(part))
        .toList();
  }

  private static void awaitStatus(SmallPipeline pipeline, long task, TaskStatus expected) {
    await().atMost(LONG).until(() -> status(pipeline, task).equals(expected.wireName()));
  }

  @Test
  void pausedTrainingGoesOnWhereItStopped() throws SQLException, InterruptedException {
    try (var pipeline = SmallPipeline.start(home)) {
      long task = pipeline.api().submit(longTraining()).path("task_id").asLong();
      await().atMost(LONG).until(() -> !lines(pipeline, task, "Epoch 2/40 starts").isEmpty());
      pipeline.api().pause(task);
      awaitStatus(pipeline, task, TaskStatus.PAUSED);

      assertThat(step(pipeline, task, Stage.TRAIN).path("status").asText()).isEqualTo("pending");
      assertThat(step(pipeline, task, Stage.TRAIN).path("retry_count").asInt()).isZero();
      assertThat(threadsOf(task)).isEmpty();
      assertThat(lines(pipeline, task, "Resuming in epoch")).isEmpty();

      pipeline.api().resume(task);
      pipeline.follow(task, new ArrayList<>(), TaskStatus.COMPLETED);

      assertThat(lines(pipeline, task, "Epoch 1/40 starts")).as("nothing twice").hasSize(1);
      assertThat(lines(pipeline, task, "Resuming ")).hasSize(1);
      assertThat(pipeline.api().task(task).path("attempt").asInt()).isEqualTo(2);
    }
  }

  @Test
  void taskThatIsLostWithTheJournalFailsAndCanBeTriedAgain()
      throws SQLException, InterruptedException, IOException {
    Files.writeString(
        home.resolve("config.yaml"), "workflow: {heartbeat_interval: 1, stalled_after: 3}\n");
    long task;
    try (var pipeline = SmallPipeline.start(home)) {
      task = pipeline.api().submit(longTraining()).path("task_id").asLong();
      await().atMost(LONG).until(() -> !lines(pipeline, task, "Epoch 2/40 starts").isEmpty());
    }
    DataFiles.deleteFolder(home.resolve("broker"));

    try (var pipeline = SmallPipeline.again(home)) {
      assertThat(status(pipeline, task)).isEqualTo("running");
      awaitStatus(pipeline, task, TaskStatus.FAILED);
      assertThat(pipeline.api().task(task).path("error_message").asText())
          .isEqualTo("lost with the broker's journal; retry resumes");

      pipeline.api().retry(task, "");
      pipeline.follow(task, new ArrayList<>(), TaskStatus.COMPLETED);
      assertThat(lines(pipeline, task, "Epoch 1/40 starts")).as("it resumed").hasSize(1);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Stage.class,
      names = {"DATA_FETCH", "TRAIN", "INFER"})
  void cancelLeavesNoThreadNoProcessAndNoTemporaryFile(Stage stage)
      throws SQLException, InterruptedException, IOException {
    ObjectNode submission = SmallPipeline.submission();
    switch (stage) {
      case DATA_FETCH ->
          submission.put("sample_sql", "SELECT sample.* FROM sample, range(1000000)");
      case TRAIN -> submission.put("epochs", 1000);
      case INFER, TRANSPORT, MONITOR ->
          submission
              .put("epochs", 1)
              .put("infer_sql", "SELECT inference.* FROM inference, range(2000)");
    }
    try (var pipeline = SmallPipeline.start(home)) {
      long task = pipeline.api().submit(submission).path("task_id").asLong();
      await()
          .atMost(LONG)
          .until(() -> step(pipeline, task, stage).path("status").asText().equals("running"));
      pipeline.api().cancel(task);
      await()
          .atMost(Duration.ofSeconds(15))
          .until(() -> status(pipeline, task).equals("cancelled"));

      assertThat(threadsOf(task)).isEmpty();
      assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
      assertThat(temporaryFiles()).isEmpty();
      assertThat(step(pipeline, task, stage).path("error_message").asText())
          .isEqualTo("cancelled by user");
      assertThat(step(pipeline, task, stage).path("retry_count").asInt()).isZero();
    }
  }

  @Test
  void workersAreSeenAndWhatAUserMayNotDoIsRefused() throws SQLException, InterruptedException {
    try (var pipeline = SmallPipeline.start(home)) {
      await().atMost(LONG).until(() -> pipeline.api().workers().size() == Stage.ALL.size());
      assertThat(pipeline.api().workers().findValuesAsText("step"))
          .containsExactly("data_fetch", "train", "infer", "transport", "monitor");
      await()
          .atMost(LONG)
          .untilAsserted(
              () ->
                  assertThat(pipeline.api().workers().findValuesAsText("state"))
                      .containsOnly("idle"));

      long task = pipeline.run(SmallPipeline.submission(), new ArrayList<>(), TaskStatus.COMPLETED);
      for (Refused refused :
          List.<Refused>of(pipeline.api()::pause, pipeline.api()::resume, pipeline.api()::cancel)) {
        assertThat(statusOf(refused, task)).isEqualTo(409);
        assertThat(statusOf(refused, 999)).isEqualTo(404);
      }
    }
  }

  /** Something that the server refuses. */
  private interface Refused {
    String ask(long task) throws InterruptedException;
  }

  private static int statusOf(Refused refused, long task) throws InterruptedException {
    try {
      return refused.ask(task).length();
    } catch (ApiException e) {
      return e.status();
    }
  }

  private static List<String> threadsOf(long task) {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.endsWith("-task-" + task))
        .toList();
  }

  private List<String> temporaryFiles() throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      return files
          .filter(file -> !file.startsWith(home.resolve("broker")))
          .map(file -> home.relativize(file).toString())
          .filter(name -> name.endsWith(".tmp") || name.contains(".whole"))
          .toList();
    }
  }
}

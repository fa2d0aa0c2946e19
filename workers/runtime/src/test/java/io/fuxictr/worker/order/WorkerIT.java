package io.fuxictr.worker.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fuxictr.layout.StorageMarker;
import io.fuxictr.message.TaskCommand;
import io.fuxictr.message.TaskEvent;
import io.fuxictr.message.TaskEvent.Heartbeat;
import io.fuxictr.message.TaskEvent.StageCompleted;
import io.fuxictr.message.TaskEvent.StageFailed;
import io.fuxictr.message.TaskEvent.StageStarted;
import io.fuxictr.task.Checkpoint;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.task.Progress;
import io.fuxictr.task.Stage;
import io.fuxictr.task.TaskId;
import io.fuxictr.task.TaskStatus;
import io.fuxictr.testing.Samples;
import io.fuxictr.worker.StageException;
import io.fuxictr.worker.order.Pipeline.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 90, unit = TimeUnit.SECONDS)
class WorkerIT {
  @TempDir private Path home;

  @ParameterizedTest
  @EnumSource(Transport.class)
  void fiveStagesMakeATask(Transport transport) throws IOException {
    try (var pipeline = new Pipeline(home, transport)) {
      Stage.ALL.forEach(stage -> pipeline.work(StageFake.done(stage)));
      pipeline.start(Samples.order(7, Stage.DATA_FETCH));
      pipeline.awaitEnd(7, TaskStatus.COMPLETED);

      assertThat(pipeline.events(7))
          .filteredOn(event -> event.body() instanceof StageCompleted)
          .extracting(TaskEvent::stage)
          .containsExactlyElementsOf(Stage.ALL.stream().map(Optional::of).toList());
      assertThat(pipeline.events(7)).extracting(TaskEvent::id).doesNotHaveDuplicates();
    }
  }

  @Test
  void whatAStageTellsComesBeforeItsEnd() throws IOException {
    try (var pipeline = new Pipeline(home, Transport.WITHIN)) {
      pipeline.work(
          new StageFake(
              Stage.MONITOR,
              context -> {
                context.log("one line");
                for (int part = 0; part <= 1000; part++) {
                  context.progress(new Progress(part, 1000, "parts"));
                }
                context.metric("loss", 0.5, "");
                context.metric("loss", Double.NaN, "");
                return context.result(Stage.TRAIN);
              }));
      pipeline.start(Samples.order(7, Stage.TRAIN).after(Samples.checkpoint(), Stage.MONITOR));
      pipeline.awaitEnd(7, TaskStatus.COMPLETED);

      List<TaskEvent.Body> bodies = pipeline.bodies(7);
      assertThat(bodies.getFirst()).isEqualTo(new StageStarted("host-1"));
      assertThat(bodies)
          .endsWith(
              new TaskEvent.Measured("loss", 0.5, "", 0, 0),
              new TaskEvent.Logged(TaskEvent.Level.WARNING, "loss is NaN in epoch 0, batch 0"),
              new StageCompleted(Samples.checkpoint(), Map.of(), false),
              new TaskEvent.TaskMoved(TaskStatus.COMPLETED, ""));
      assertThat(bodies)
          .filteredOn(TaskEvent.Progressed.class::isInstance)
          .hasSizeLessThan(20)
          .contains(new TaskEvent.Progressed(new Progress(0, 1000, "parts")))
          .contains(new TaskEvent.Progressed(new Progress(1000, 1000, "parts")));
    }
  }

  @Test
  void cancelStopsARunningStage() throws IOException {
    var started = new CountDownLatch(1);
    var closed = new CountDownLatch(1);
    try (var pipeline = new Pipeline(home, Transport.WITHIN)) {
      pipeline.work(
          new StageFake(
              Stage.TRAIN,
              context -> {
                try (var _ = context.onStop(closed::countDown)) {
                  started.countDown();
                  new CountDownLatch(1).await();
                  return Checkpoint.EMPTY;
                }
              }));
      pipeline.start(Samples.order(7, Stage.TRAIN));
      await().until(() -> started.getCount() == 0);
      pipeline.send(new TaskCommand.Cancel(new TaskId(7), 1, 0));
      pipeline.awaitEnd(7, TaskStatus.CANCELLED);

      assertThat(closed.getCount()).isZero();
      assertThat(pipeline.bodies(7)).noneMatch(StageCompleted.class::isInstance);
    }
  }

  @Test
  void stageThatFinishesInSpiteOfACancelCountsAsCancelled() throws IOException {
    var started = new CountDownLatch(1);
    try (var pipeline = new Pipeline(home, Transport.WITHIN)) {
      pipeline.work(
          new StageFake(
              Stage.MONITOR,
              _ -> {
                started.countDown();
                try {
                  new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                  return Checkpoint.EMPTY;
                }
                return Checkpoint.EMPTY;
              }));
      pipeline.start(Samples.order(7, Stage.MONITOR));
      await().until(() -> started.getCount() == 0);
      pipeline.send(new TaskCommand.Cancel(new TaskId(7), 1, 0));

      pipeline.awaitEnd(7, TaskStatus.CANCELLED);
    }
  }

  @Test
  void passingFailureIsTriedAgainAndResumes() throws IOException {
    try (var pipeline = new Pipeline(home, Transport.WITHIN)) {
      pipeline.work(
          new StageFake(
              Stage.MONITOR,
              context -> {
                if (context.resume().isEmpty()) {
                  context.save(Checkpoint.EMPTY.with("half", true));
                  throw new StageException(ErrorCode.UNAVAILABLE, "host is busy");
                }
                return context.resume();
              }));
      pipeline.start(Samples.order(7, Stage.MONITOR));
      pipeline.awaitEnd(7, TaskStatus.COMPLETED);

      assertThat(pipeline.bodies(7))
          .filteredOn(StageFailed.class::isInstance)
          .singleElement()
          .satisfies(failed -> assertThat(((StageFailed) failed).retrying()).isTrue());
    }
  }

  @Test
  void unexpectedErrorFailsTheTaskWithItsName() throws IOException {
    try (var pipeline = new Pipeline(home, Transport.WITHIN)) {
      pipeline.work(
          new StageFake(
              Stage.TRAIN,
              _ -> {
                throw new StackOverflowError("too deep");
              }));
      pipeline.start(Samples.order(7, Stage.TRAIN));
      pipeline.awaitEnd(7, TaskStatus.FAILED);

      assertThat(pipeline.bodies(7).toString())
          .contains("train failed unexpectedly")
          .contains("too deep");
    }
  }

  @Test
  void deadlineStopsTheStage() throws IOException {
    try (var pipeline = new Pipeline(home, Transport.WITHIN)) {
      pipeline.work(
          new StageFake(
              Stage.TRAIN,
              _ -> {
                new CountDownLatch(1).await();
                return Checkpoint.EMPTY;
              }));
      pipeline.start(Samples.due(Samples.order(7, Stage.TRAIN), Instant.now().plusSeconds(2)));
      pipeline.awaitEnd(7, TaskStatus.FAILED);

      assertThat(pipeline.bodies(7).toString()).contains("task timeout after");
      assertThat(pipeline.bodies(7)).contains(new Heartbeat("host-1"));
    }
  }

  @Test
  void noOrderIsTakenWithoutStorage() throws IOException {
    try (var pipeline = new Pipeline(home, Transport.WITHIN)) {
      var marker = new StorageMarker(pipeline.layout());
      Files.delete(marker.file());
      Files.delete(pipeline.layout().datasetsRoot());
      pipeline.work(StageFake.done(Stage.MONITOR));
      pipeline.start(Samples.order(7, Stage.MONITOR));
      await()
          .during(Duration.ofSeconds(2))
          .atMost(Duration.ofSeconds(4))
          .untilAsserted(() -> assertThat(pipeline.bodies(7)).isEmpty());

      var _ = marker.ensure();

      pipeline.awaitEnd(7, TaskStatus.COMPLETED);
    }
  }
}

package io.fuxictr.worker.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fuxictr.layout.StorageMarker;
import io.fuxictr.message.StageOrder;
import io.fuxictr.message.WorkerBeat;
import io.fuxictr.message.WorkerBeat.Hindered;
import io.fuxictr.task.Stage;
import io.fuxictr.task.TaskStatus;
import io.fuxictr.testing.Samples;
import io.fuxictr.worker.order.Pipeline.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker takes orders for the storage that it sees, and says what it is doing. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class StorageIT {
  @TempDir private Path home;

  private static StageOrder order(long task, String storage) {
    StageOrder order = Samples.order(task, Stage.MONITOR);
    return new StageOrder(
        order.attempt(),
        order.submission(),
        order.checkpoints(),
        order.createdAt(),
        order.deadline(),
        0,
        storage);
  }

  private static void awaitReason(Pipeline pipeline, String part) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThat(pipeline.beats())
                    .anyMatch(
                        beat ->
                            beat.activity() instanceof Hindered why && why.why().contains(part)));
  }

  @Test
  void orderForTheStorageThatIsHereIsTaken() throws IOException {
    try (var pipeline = new Pipeline(home, Transport.WITHIN)) {
      String here = new StorageMarker(pipeline.layout()).ensure();
      pipeline.work(StageFake.done(Stage.MONITOR));
      pipeline.start(order(7, here));

      pipeline.awaitEnd(7, TaskStatus.COMPLETED);
    }
  }

  @Test
  void unmarkedFolderIsNotWorkedInUntilTheStorageIsThere() throws IOException {
    try (var pipeline = new Pipeline(home, Transport.WITHIN)) {
      var marker = new StorageMarker(pipeline.layout());
      String id = marker.ensure();
      Files.delete(marker.file());
      pipeline.work(StageFake.done(Stage.MONITOR));
      pipeline.start(order(7, id));
      awaitReason(pipeline, "is the shared storage mounted there?");
      assertThat(pipeline.bodies(7)).isEmpty();

      Files.writeString(marker.file(), id);

      pipeline.awaitEnd(7, TaskStatus.COMPLETED);
    }
  }

  @Test
  void orderForAnotherStorageGoesBackWithoutCostingADelivery() throws IOException {
    try (var pipeline = new Pipeline(home, Transport.WITHIN)) {
      var marker = new StorageMarker(pipeline.layout());
      pipeline.work(StageFake.done(Stage.MONITOR));
      pipeline.start(order(7, "the-other"));
      awaitReason(pipeline, "orders are about storage the-other");
      assertThat(pipeline.bodies(7)).isEmpty();

      Files.writeString(marker.file(), "the-other\n");
      pipeline.awaitEnd(7, TaskStatus.COMPLETED);

      Path lock =
          pipeline
              .layout()
              .attemptFolder(Samples.attempt(7, Stage.MONITOR).task(), Samples.NOON)
              .resolve("attempt.lock");
      assertThat(Holder.read(Files.readString(lock)).delivery()).isEqualTo(1);
    }
  }

  @Test
  void workerTellsThatItWaitsWorksAndLeaves() throws IOException {
    var goOn = new CountDownLatch(1);
    try (var pipeline = new Pipeline(home, Transport.WITHIN)) {
      Worker worker =
          pipeline.work(
              new StageFake(
                  Stage.MONITOR,
                  context -> {
                    goOn.await();
                    return context.resume();
                  }));
      awaitActivity(pipeline, WorkerBeat.Idle.class);
      pipeline.start(Samples.order(7, Stage.MONITOR));
      awaitActivity(pipeline, WorkerBeat.Busy.class);
      goOn.countDown();
      pipeline.awaitEnd(7, TaskStatus.COMPLETED);
      worker.close();
      awaitActivity(pipeline, WorkerBeat.Leaving.class);

      assertThat(pipeline.beats())
          .allSatisfy(
              beat -> {
                assertThat(beat.worker()).isEqualTo("host-1/monitor");
                assertThat(beat.host()).isEqualTo("host-1");
                assertThat(beat.pid()).isEqualTo(ProcessHandle.current().pid());
                assertThat(beat.stage()).isEqualTo(Stage.MONITOR);
                assertThat(beat.load().heapBytes()).isPositive();
              })
          .anySatisfy(
              beat ->
                  assertThat(beat.activity())
                      .isInstanceOfSatisfying(
                          WorkerBeat.Busy.class,
                          busy ->
                              assertThat(busy.attempt())
                                  .isEqualTo(Samples.attempt(7, Stage.MONITOR))));
    }
  }

  private static void awaitActivity(Pipeline pipeline, Class<?> activity) {
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> pipeline.beats().stream().anyMatch(beat -> activity.isInstance(beat.activity())));
  }
}

package io.fuxictr.worker.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fuxictr.broker.BrokerUser;
import io.fuxictr.link.BrokerLink;
import io.fuxictr.link.Sender;
import io.fuxictr.message.Addresses;
import io.fuxictr.message.StageOrder;
import io.fuxictr.message.TaskEvent.StageCompleted;
import io.fuxictr.message.TaskEvent.StageFailed;
import io.fuxictr.message.TaskEvent.StageStarted;
import io.fuxictr.task.Checkpoint;
import io.fuxictr.task.Stage;
import io.fuxictr.task.TaskId;
import io.fuxictr.task.TaskStatus;
import io.fuxictr.testing.Samples;
import io.fuxictr.worker.StageContext;
import io.fuxictr.worker.StageException;
import io.fuxictr.worker.order.Pipeline.Transport;
import jakarta.jms.JMSContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What happens when a worker, the broker or the way between them is gone. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class CrashIT {
  @TempDir private Path home;

  @Test
  void deadWorkerIsReplacedAndCannotWriteAnyMore() throws IOException {
    var asleep = new CountDownLatch(1);
    var refused = new AtomicReference<Throwable>();
    try (var pipeline = new Pipeline(home, Transport.WITHIN)) {
      var firstSaved = new CountDownLatch(1);
      BrokerLink doomed = pipeline.link(BrokerUser.WORKER);
      pipeline.work(
          new StageFake(
              Stage.MONITOR,
              context -> {
                context.save(Checkpoint.EMPTY.with("epoch", 1L));
                firstSaved.countDown();
                awaitDeaf(asleep);
                try {
                  context.save(Checkpoint.EMPTY.with("epoch", 99L));
                } catch (StageException e) {
                  refused.set(e);
                }
                return Checkpoint.EMPTY.with("by", "the dead");
              }),
          doomed);
      pipeline.start(Samples.order(7, Stage.MONITOR));
      await().until(() -> firstSaved.getCount() == 0);
      doomed.close();

      pipeline.work(new StageFake(Stage.MONITOR, StageContext::resume));
      pipeline.awaitEnd(7, TaskStatus.COMPLETED);
      asleep.countDown();
      await().until(() -> refused.get() != null);

      assertThat(refused.get()).hasMessageContaining("Another worker took over");
      assertThat(pipeline.bodies(7))
          .contains(new StageCompleted(Checkpoint.EMPTY.with("epoch", 1L), Map.of(), false));
    }
  }

  @Test
  void deadWorkerPublishesNothingAndLeavesNoOutcome() throws IOException {
    var asleep = new CountDownLatch(1);
    var published = new AtomicReference<>("nothing");
    var ended = new CountDownLatch(1);
    try (var pipeline = new Pipeline(home, Transport.WITHIN)) {
      var atWork = new CountDownLatch(1);
      BrokerLink doomed = pipeline.link(BrokerUser.WORKER);
      pipeline.work(
          new StageFake(
              Stage.MONITOR,
              context -> {
                atWork.countDown();
                awaitDeaf(asleep);
                try {
                  context.checkHeld();
                  published.set("something");
                } finally {
                  ended.countDown();
                }
                return Checkpoint.EMPTY.with("by", "the dead");
              }),
          doomed);
      pipeline.start(Samples.order(7, Stage.MONITOR));
      await().until(() -> atWork.getCount() == 0);
      doomed.close();

      pipeline.work(new StageFake(Stage.MONITOR, _ -> Checkpoint.EMPTY.with("by", "the living")));
      pipeline.awaitEnd(7, TaskStatus.COMPLETED);
      asleep.countDown();
      await().until(() -> ended.getCount() == 0);

      assertThat(published).hasValue("nothing");
      Path outcome =
          pipeline
              .layout()
              .attemptFolder(new TaskId(7), Samples.NOON)
              .resolve("monitor.outcome.json");
      assertThat(Files.readString(outcome)).contains("the living").doesNotContain("the dead");
    }
  }

  @Test
  void finishedAttemptIsNotRunAgainWhenItsOrderComesAgain() throws Exception {
    var runs = new AtomicInteger();
    StageOrder order = Samples.order(7, Stage.MONITOR);
    try (var pipeline = new Pipeline(home, Transport.WITHIN)) {
      pipeline.work(
          new StageFake(
              Stage.MONITOR, _ -> Checkpoint.EMPTY.with("run", (long) runs.incrementAndGet())));
      pipeline.start(order);
      pipeline.awaitEnd(7, TaskStatus.COMPLETED);
      try (JMSContext session = pipeline.link(BrokerUser.DISPATCHER).automatic()) {
        new Sender(session).order(order, Instant.now());
      }
      pipeline.start(Samples.order(8, Stage.MONITOR));
      pipeline.awaitEnd(8, TaskStatus.COMPLETED);

      assertThat(runs).hasValue(2);
      assertThat(pipeline.bodies(7)).filteredOn(StageStarted.class::isInstance).hasSize(1);
    }
  }

  @Test
  void orderThatKillsItsWorkersFailsItsTask() throws IOException {
    try (var pipeline = new Pipeline(home, Transport.WITHIN)) {
      pipeline.start(Samples.order(7, Stage.TRAIN));
      for (int death = 0; death < 2; death++) {
        try (var link = new BrokerLink(pipeline.broker().addressWithin(BrokerUser.WORKER));
            JMSContext session = link.transacted()) {
          var consumer = session.createConsumer(session.createQueue(Addresses.orders(Stage.TRAIN)));
          assertThat(consumer.receive(10_000)).isNotNull();
        }
      }
      pipeline.awaitEnd(7, TaskStatus.FAILED);

      assertThat(pipeline.bodies(7).toString()).contains("worker died 2 times in train");
    }
  }

  @Test
  void closedWorkerGivesItsOrderBackWithoutATrace() throws IOException {
    var started = new CountDownLatch(1);
    try (var pipeline = new Pipeline(home, Transport.WITHIN)) {
      Worker first =
          pipeline.work(
              new StageFake(
                  Stage.MONITOR,
                  context -> {
                    context.save(Checkpoint.EMPTY.with("epoch", 1L));
                    started.countDown();
                    new CountDownLatch(1).await();
                    return Checkpoint.EMPTY;
                  }));
      StageOrder order = Samples.order(7, Stage.MONITOR);
      pipeline.start(order);
      await().until(() -> started.getCount() == 0);
      first.close();
      pipeline.work(new StageFake(Stage.MONITOR, StageContext::resume));
      pipeline.awaitEnd(7, TaskStatus.COMPLETED);

      Path lock =
          pipeline.layout().attemptFolder(new TaskId(7), order.createdAt()).resolve("attempt.lock");
      assertThat(Holder.read(Files.readString(lock)).delivery()).isEqualTo(1);
      assertThat(pipeline.bodies(7)).noneMatch(StageFailed.class::isInstance);
      assertThat(pipeline.bodies(7))
          .contains(new StageCompleted(Checkpoint.EMPTY.with("epoch", 1L), Map.of(), false));
    }
  }

  @Test
  void taskOutlivesARestartOfTheBroker() throws IOException {
    var started = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    try (var pipeline = new Pipeline(home, Transport.TCP)) {
      Stage.ALL.stream()
          .filter(stage -> stage != Stage.INFER)
          .forEach(stage -> pipeline.work(StageFake.done(stage)));
      pipeline.work(
          new StageFake(
              Stage.INFER,
              _ -> {
                started.countDown();
                goOn.await();
                return Checkpoint.EMPTY.with("total_rows", 5L);
              }));
      pipeline.start(Samples.order(7, Stage.DATA_FETCH));
      await().until(() -> started.getCount() == 0);
      pipeline.stopBroker();
      pipeline.restartBroker();
      goOn.countDown();

      pipeline.awaitEnd(7, TaskStatus.COMPLETED);
    }
  }

  @Test
  void attemptEndsWhenTheBrokerStaysAwayAndStartsAgainWhenItIsBack() throws IOException {
    var starts = new AtomicInteger();
    var interrupted = new CountDownLatch(1);
    try (var pipeline = new Pipeline(home, Transport.TCP)) {
      pipeline.work(
          new StageFake(
              Stage.MONITOR,
              _ -> {
                if (starts.incrementAndGet() == 1) {
                  try {
                    new CountDownLatch(1).await();
                  } finally {
                    interrupted.countDown();
                  }
                }
                return Checkpoint.EMPTY;
              }));
      pipeline.start(Samples.order(7, Stage.MONITOR));
      await().until(() -> starts.get() == 1);
      pipeline.stopBroker();
      await().atMost(Duration.ofSeconds(10)).until(() -> interrupted.getCount() == 0);
      pipeline.restartBroker();
      pipeline.awaitEnd(7, TaskStatus.COMPLETED);

      assertThat(starts).hasValue(2);
    }
  }

  /** Waits as a frozen process would: no interrupt reaches it. */
  private static void awaitDeaf(CountDownLatch latch) {
    boolean open = false;
    while (!open) {
      try {
        latch.await();
        open = true;
      } catch (InterruptedException e) {
        open = false;
      }
    }
  }
}

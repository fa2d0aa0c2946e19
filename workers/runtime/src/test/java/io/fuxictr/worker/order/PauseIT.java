package io.fuxictr.worker.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fuxictr.message.StageOrder;
import io.fuxictr.message.TaskCommand;
import io.fuxictr.message.TaskEvent;
import io.fuxictr.message.TaskEvent.StageCompleted;
import io.fuxictr.task.Attempt;
import io.fuxictr.task.Checkpoint;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.task.Stage;
import io.fuxictr.task.TaskId;
import io.fuxictr.task.TaskStatus;
import io.fuxictr.testing.Samples;
import io.fuxictr.worker.StageException;
import io.fuxictr.worker.order.Pipeline.Transport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A pause waits for a place at which nothing is lost. */
@Timeout(value = 90, unit = TimeUnit.SECONDS)
class PauseIT {
  private static final TaskId TASK = new TaskId(7);

  @TempDir private Path home;

  /** A stage of many parts, each saved; a part is not left half done. */
  private static final class Parts implements StageFake.Work {
    final AtomicLong begun = new AtomicLong();
    final AtomicLong done = new AtomicLong();
    final AtomicBoolean endless = new AtomicBoolean(true);

    @Override
    public Checkpoint run(io.fuxictr.worker.StageContext context) throws InterruptedException {
      Checkpoint state = context.resume();
      while (endless.get() || state.number("parts") < 5) {
        context.checkStopped();
        begun.incrementAndGet();
        context.checkHeld();
        done.incrementAndGet();
        state = state.with("parts", state.number("parts") + 1);
        context.save(state);
      }
      return state;
    }
  }

  @Test
  void stageStopsAfterASaveAndTheNextAttemptGoesOnFromThere() throws IOException {
    var parts = new Parts();
    try (var pipeline = new Pipeline(home, Transport.WITHIN)) {
      pipeline.work(new StageFake(Stage.MONITOR, parts));
      pipeline.start(Samples.order(7, Stage.MONITOR));
      await().until(() -> parts.done.get() > 3);
      pipeline.send(new TaskCommand.Pause(TASK, 1, 0));
      pipeline.awaitEnd(7, TaskStatus.PAUSED);

      long kept = lastSaved(pipeline).number("parts");
      assertThat(parts.begun).as("no part was left half done").hasValue(parts.done.get());
      assertThat(kept).as("nothing was lost").isEqualTo(parts.done.get());

      parts.endless.set(false);
      pipeline.start(resumedOrder(lastSaved(pipeline)));
      pipeline.awaitEnd(7, TaskStatus.COMPLETED);
      assertThat(parts.done).as("nothing was done again").hasValue(kept);
    }
  }

  private static StageOrder resumedOrder(Checkpoint saved) {
    StageOrder first = Samples.order(7, Stage.MONITOR);
    return new StageOrder(
        new Attempt(TASK, Stage.MONITOR, 2),
        first.submission(),
        java.util.Map.of(Stage.MONITOR, saved),
        first.createdAt(),
        first.deadline(),
        0,
        "");
  }

  private static Checkpoint lastSaved(Pipeline pipeline) {
    return pipeline.bodies(7).stream()
        .filter(TaskEvent.Saved.class::isInstance)
        .map(body -> ((TaskEvent.Saved) body).checkpoint())
        .reduce(Checkpoint.EMPTY, (_, next) -> next);
  }

  @Test
  void stageThatLosesNothingSaysSoAndStopsAtOnce() throws IOException {
    var started = new CountDownLatch(1);
    try (var pipeline = new Pipeline(home, Transport.WITHIN)) {
      pipeline.work(
          new StageFake(
              Stage.TRAIN,
              context -> {
                started.countDown();
                while (true) {
                  context.checkPaused();
                  Thread.onSpinWait();
                }
              }));
      pipeline.start(Samples.order(7, Stage.TRAIN));
      await().until(() -> started.getCount() == 0);
      pipeline.send(new TaskCommand.Pause(TASK, 1, 0));

      pipeline.awaitEnd(7, TaskStatus.PAUSED);
    }
  }

  @Test
  void stageThatEndsBeforeItStopsIsDoneAndTheNextDoesNotBegin() throws IOException {
    var started = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    try (var pipeline = new Pipeline(home, Transport.WITHIN)) {
      pipeline.work(
          new StageFake(
              Stage.TRAIN,
              context -> {
                started.countDown();
                goOn.await();
                context.save(Samples.checkpoint());
                return Samples.checkpoint();
              }));
      pipeline.work(StageFake.done(Stage.INFER));
      pipeline.start(Samples.order(7, Stage.TRAIN));
      await().until(() -> started.getCount() == 0);
      pipeline.send(new TaskCommand.Pause(TASK, 1, 0));
      await().until(() -> pipeline.beats().stream().anyMatch(beat -> beat.stage() == Stage.TRAIN));
      goOn.countDown();
      pipeline.awaitEnd(7, TaskStatus.PAUSED);

      assertThat(pipeline.bodies(7)).filteredOn(StageCompleted.class::isInstance).hasSize(1);
    }
  }

  @Test
  void failureOnTheWayToAPauseIsAFailure() throws IOException {
    var started = new CountDownLatch(1);
    var fail = new AtomicBoolean();
    try (var pipeline = new Pipeline(home, Transport.WITHIN)) {
      pipeline.work(
          new StageFake(
              Stage.TRAIN,
              context -> {
                started.countDown();
                await().until(fail::get);
                throw new StageException(ErrorCode.INVALID_INPUT, "bad column");
              }));
      pipeline.start(Samples.order(7, Stage.TRAIN));
      await().until(() -> started.getCount() == 0);
      pipeline.send(new TaskCommand.Pause(TASK, 1, 0));
      fail.set(true);

      pipeline.awaitEnd(7, TaskStatus.FAILED);
    }
  }

  @Test
  void cancelStopsAStageThatDoesNotComeToItsPause() throws IOException {
    var started = new CountDownLatch(1);
    try (var pipeline = new Pipeline(home, Transport.WITHIN)) {
      pipeline.work(
          new StageFake(
              Stage.TRAIN,
              _ -> {
                started.countDown();
                new CountDownLatch(1).await();
                return Checkpoint.EMPTY;
              }));
      pipeline.start(Samples.order(7, Stage.TRAIN));
      await().until(() -> started.getCount() == 0);
      pipeline.send(new TaskCommand.Pause(TASK, 1, 0));
      pipeline.send(new TaskCommand.Cancel(TASK, 1, 0));

      pipeline.awaitEnd(7, TaskStatus.CANCELLED);
    }
  }
}

package io.fuxictr.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuxictr.message.StageOrder;
import io.fuxictr.message.StageOutcome;
import io.fuxictr.message.Stop;
import io.fuxictr.message.TaskCommand;
import io.fuxictr.message.TaskEvent;
import io.fuxictr.message.TaskEvent.StageCompleted;
import io.fuxictr.message.TaskEvent.StageFailed;
import io.fuxictr.message.TaskEvent.TaskMoved;
import io.fuxictr.task.Checkpoint;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.task.Stage;
import io.fuxictr.task.StageFailure;
import io.fuxictr.task.TaskId;
import io.fuxictr.task.TaskStatus;
import io.fuxictr.testing.Samples;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class RouteTest {
  private static final Instant NOW = Samples.NOON.plusSeconds(60);
  private static final Optional<Stop.Reason> WANTED = Optional.empty();
  private static final Optional<Stop.Reason> CANCELLED = Optional.of(Stop.Reason.CANCELLED);
  private static final Optional<Stop.Reason> PAUSED = Optional.of(Stop.Reason.PAUSED);

  private final Route route = new Route(DispatcherSettings.DEFAULTS, NOW);

  @Nested
  class Starting {

    @Test
    void sendsTheOrder() {
      StageOrder order = Samples.order(7, Stage.TRAIN);

      assertThat(route.start(new TaskCommand.Start(order), WANTED))
          .containsExactly(new Step.Send(order));
    }

    @Test
    void failsPastTheDeadline() {
      StageOrder late = Samples.due(Samples.order(7, Stage.TRAIN), NOW);

      List<Step> steps = route.start(new TaskCommand.Start(late), WANTED);

      assertThat(failure(steps).code()).isEqualTo(ErrorCode.TIMEOUT);
      assertThat(moves(steps)).containsExactly(TaskStatus.FAILED);
    }

    @Test
    void comesToNothingOnceCancelled() {
      StageOrder order = Samples.order(7, Stage.TRAIN);

      List<Step> steps = route.start(new TaskCommand.Start(order), CANCELLED);

      assertThat(orders(steps)).isEmpty();
      assertThat(moves(steps)).containsExactly(TaskStatus.CANCELLED);
    }
  }

  @Nested
  class AfterSuccess {

    @ParameterizedTest
    @CsvSource({"DATA_FETCH,TRAIN", "TRAIN,INFER", "INFER,TRANSPORT", "TRANSPORT,MONITOR"})
    void nextStageFollowsWithTheResult(Stage done, Stage next) {
      List<Step> steps = route.ended(success(done, Samples.checkpoint()), WANTED);

      assertThat(bodies(steps))
          .containsExactly(new StageCompleted(Samples.checkpoint(), Map.of("auc", 0.75), false));
      assertThat(orders(steps))
          .singleElement()
          .satisfies(
              order -> {
                assertThat(order.attempt()).isEqualTo(Samples.attempt(7, next));
                assertThat(order.checkpoint(done)).isEqualTo(Samples.checkpoint());
              });
    }

    @Test
    void lastStageCompletesTheTask() {
      List<Step> steps = route.ended(success(Stage.MONITOR, Checkpoint.EMPTY), WANTED);

      assertThat(orders(steps)).isEmpty();
      assertThat(moves(steps)).containsExactly(TaskStatus.COMPLETED);
      assertThat(events(steps).getLast().stage()).isEmpty();
    }

    @Test
    void nothingPredictedMeansNothingToTransport() {
      var empty = Checkpoint.EMPTY.with("total_rows", 0L);

      List<Step> steps = route.ended(success(Stage.INFER, empty), WANTED);

      assertThat(events(steps))
          .extracting(TaskEvent::stage)
          .containsExactly(Optional.of(Stage.INFER), Optional.of(Stage.TRANSPORT));
      assertThat(bodies(steps))
          .element(1)
          .isEqualTo(new StageCompleted(Checkpoint.EMPTY, Map.of(), true));
      assertThat(orders(steps))
          .singleElement()
          .satisfies(order -> assertThat(order.attempt().stage()).isEqualTo(Stage.MONITOR));
    }

    @ParameterizedTest
    @EnumSource(Stage.class)
    void successThatRacedACancelCountsAsCancelled(Stage done) {
      List<Step> steps = route.ended(success(done, Checkpoint.EMPTY), CANCELLED);

      assertThat(orders(steps)).isEmpty();
      assertThat(moves(steps)).containsExactly(TaskStatus.CANCELLED);
    }

    @Test
    void nextStageIsNotSentPastTheDeadline() {
      var done =
          new StageOutcome.Succeeded(
              Samples.due(Samples.order(7, Stage.TRAIN), NOW), Checkpoint.EMPTY, Map.of(), false);

      List<Step> steps = route.ended(done, WANTED);

      assertThat(orders(steps)).isEmpty();
      assertThat(moves(steps)).containsExactly(TaskStatus.FAILED);
    }

    @Test
    void factsHaveTheSameIdsWhenTheOutcomeComesTwice() {
      StageOutcome outcome = success(Stage.MONITOR, Checkpoint.EMPTY);
      var later = new Route(DispatcherSettings.DEFAULTS, NOW.plusSeconds(5));

      assertThat(events(later.ended(outcome, WANTED)))
          .extracting(TaskEvent::id)
          .doesNotHaveDuplicates()
          .isEqualTo(events(route.ended(outcome, WANTED)).stream().map(TaskEvent::id).toList());
    }
  }

  @Nested
  class AfterFailure {

    @ParameterizedTest
    @CsvSource({"0,10", "1,20", "2,40"})
    void passingOneIsTriedAgainLaterAndLater(int retries, long seconds) {
      StageOrder order = retried(Samples.order(7, Stage.TRAIN), retries);
      var busy = new StageFailure(ErrorCode.UNAVAILABLE, "host is busy");

      List<Step> steps = route.ended(new StageOutcome.Failed(order, busy), WANTED);

      assertThat(bodies(steps)).containsExactly(new StageFailed(busy, true));
      assertThat(steps)
          .endsWith(
              new Step.Later(new TaskCommand.Start(order.again()), Duration.ofSeconds(seconds)));
    }

    @Test
    void passingOneFailsTheTaskAfterThreeRetries() {
      StageOrder order = retried(Samples.order(7, Stage.TRAIN), 3);

      assertFailsTheTask(order, new StageFailure(ErrorCode.UNAVAILABLE, "host is busy"));
    }

    @Test
    void passingOneFailsTheTaskWhenTheDeadlineIsNearer() {
      StageOrder order = Samples.due(Samples.order(7, Stage.TRAIN), NOW.plusSeconds(9));

      assertFailsTheTask(order, new StageFailure(ErrorCode.UNAVAILABLE, "host is busy"));
    }

    @Test
    void lastingOneFailsTheTaskAtOnce() {
      assertFailsTheTask(
          Samples.order(7, Stage.TRAIN), new StageFailure(ErrorCode.INVALID_INPUT, "bad SQL"));
    }

    @Test
    void cancelledTaskIsNotTriedAgain() {
      var busy = new StageFailure(ErrorCode.UNAVAILABLE, "host is busy");

      List<Step> steps =
          route.ended(new StageOutcome.Failed(Samples.order(7, Stage.TRAIN), busy), CANCELLED);

      assertThat(steps).hasSize(1);
      assertThat(moves(steps)).containsExactly(TaskStatus.CANCELLED);
    }

    private void assertFailsTheTask(StageOrder order, StageFailure failure) {
      List<Step> steps = route.ended(new StageOutcome.Failed(order, failure), WANTED);

      assertThat(bodies(steps))
          .containsExactly(
              new StageFailed(failure, false), new TaskMoved(TaskStatus.FAILED, failure.message()));
      assertThat(steps).hasSize(2);
    }
  }

  @Nested
  class Cancelling {
    private final TaskCommand.Cancel cancel = new TaskCommand.Cancel(new TaskId(7), 1, 4);

    @Test
    void waitingOrderIsOverAtOnce() {
      List<Step> steps =
          route.halt(cancel, new Sight.Waiting(List.of(Samples.order(7, Stage.TRAIN))));

      assertThat(steps).hasSize(1);
      assertThat(moves(steps)).containsExactly(TaskStatus.CANCELLED);
    }

    @Test
    void heldOrderIsStoppedAndLookedForAgain() {
      assertThat(route.halt(cancel, new Sight.Unseen()))
          .containsExactly(
              new Step.Halt(new Stop(new TaskId(7), 1, Stop.Reason.CANCELLED)),
              new Step.Later(new TaskCommand.Cancel(new TaskId(7), 1, 5), Duration.ofSeconds(1)));
    }

    @Test
    void endsWhenTheAttemptIsOverOrNeverSeen() {
      var last = new TaskCommand.Cancel(new TaskId(7), 1, 60);

      assertThat(route.halt(cancel, new Sight.Over())).isEmpty();
      assertThat(route.halt(last, new Sight.Unseen())).isEmpty();
    }
  }

  @Nested
  class Pausing {
    private final TaskCommand.Pause pause = new TaskCommand.Pause(new TaskId(7), 1, 4);

    @Test
    void waitingOrderIsPausedAtOnce() {
      List<Step> steps =
          route.halt(pause, new Sight.Waiting(List.of(Samples.order(7, Stage.TRAIN))));

      assertThat(steps).hasSize(1);
      assertThat(moves(steps)).containsExactly(TaskStatus.PAUSED);
    }

    @Test
    void heldOrderIsToldWhyItIsToStop() {
      assertThat(route.halt(pause, new Sight.Unseen()))
          .containsExactly(
              new Step.Halt(new Stop(new TaskId(7), 1, Stop.Reason.PAUSED)),
              new Step.Later(new TaskCommand.Pause(new TaskId(7), 1, 5), Duration.ofSeconds(1)));
    }

    @ParameterizedTest
    @CsvSource({"DATA_FETCH", "TRAIN", "INFER", "TRANSPORT"})
    void successThatRacedAPauseIsTheLastOfItsAttempt(Stage done) {
      List<Step> steps = route.ended(success(done, Samples.checkpoint()), PAUSED);

      assertThat(orders(steps)).isEmpty();
      assertThat(bodies(steps))
          .contains(new StageCompleted(Samples.checkpoint(), Map.of("auc", 0.75), false));
      assertThat(moves(steps)).containsExactly(TaskStatus.PAUSED);
    }

    @Test
    void lastStageCompletesThoughItWasToPause() {
      assertThat(moves(route.ended(success(Stage.MONITOR, Checkpoint.EMPTY), PAUSED)))
          .containsExactly(TaskStatus.COMPLETED);
    }

    @Test
    void pausedStageHandsOverHowFarItCame() {
      var outcome = new StageOutcome.Paused(Samples.order(7, Stage.TRAIN), Samples.checkpoint());

      assertThat(bodies(route.ended(outcome, PAUSED)))
          .containsExactly(
              new TaskEvent.Saved(Samples.checkpoint()),
              new TaskMoved(TaskStatus.PAUSED, "paused by user"));
      assertThat(moves(route.ended(outcome, CANCELLED))).containsExactly(TaskStatus.CANCELLED);
    }

    @Test
    void passingFailureIsNotTriedAgainBeforeTheTaskGoesOn() {
      var busy = new StageFailure(ErrorCode.UNAVAILABLE, "host is busy");
      var failed = new StageOutcome.Failed(Samples.order(7, Stage.TRAIN), busy);

      List<Step> steps = route.ended(failed, PAUSED);

      assertThat(bodies(steps)).contains(new StageFailed(busy, true));
      assertThat(moves(steps)).containsExactly(TaskStatus.PAUSED);
      assertThat(steps).noneMatch(Step.Later.class::isInstance);
    }

    @Test
    void lastingFailureStillFailsTheTask() {
      var failure = new StageFailure(ErrorCode.INVALID_INPUT, "bad SQL");

      assertThat(
              moves(
                  route.ended(
                      new StageOutcome.Failed(Samples.order(7, Stage.TRAIN), failure), PAUSED)))
          .containsExactly(TaskStatus.FAILED);
    }

    @Test
    void startComesToNothingOncePaused() {
      List<Step> steps = route.start(new TaskCommand.Start(Samples.order(7, Stage.TRAIN)), PAUSED);

      assertThat(orders(steps)).isEmpty();
      assertThat(moves(steps)).containsExactly(TaskStatus.PAUSED);
    }
  }

  @Nested
  class Probing {
    private final TaskCommand.Probe probe =
        new TaskCommand.Probe(new TaskId(7), 1, Samples.NOON, 0);

    @Test
    void messageThatIsThereIsToldAtOnce() {
      assertThat(bodies(route.probe(probe, Optional.of("workflow.orders.train"))))
          .containsExactly(new TaskEvent.Seen("workflow.orders.train"));
    }

    @Test
    void nothingIsSaidBeforeARestingOrderWouldHaveComeBack() {
      Duration longest = Duration.ofSeconds(41);

      assertThat(route.probe(probe, Optional.empty()))
          .containsExactly(new Step.Later(probe.again(), longest));
      assertThat(bodies(route.probe(probe.again(), Optional.empty())))
          .containsExactly(new TaskEvent.Unseen(Samples.NOON));
    }
  }

  @Test
  void deadOrderFailsItsTask() {
    List<Step> steps = route.dead(Samples.order(7, Stage.TRAIN), WANTED);

    assertThat(failure(steps).code()).isEqualTo(ErrorCode.LOST);
    assertThat(failure(steps).message()).startsWith("worker died 10 times in train");
    assertThat(moves(steps)).containsExactly(TaskStatus.FAILED);
  }

  @Test
  void expiredOrderFailsItsTask() {
    List<Step> steps = route.expired(Samples.order(7, Stage.INFER), WANTED);

    assertThat(failure(steps).code()).isEqualTo(ErrorCode.TIMEOUT);
    assertThat(failure(steps).message()).contains("infer waited for a worker past the deadline");
    assertThat(moves(steps)).containsExactly(TaskStatus.FAILED);
  }

  private static StageOutcome success(Stage stage, Checkpoint result) {
    return new StageOutcome.Succeeded(Samples.order(7, stage), result, Map.of("auc", 0.75), false);
  }

  private static StageOrder retried(StageOrder order, int times) {
    return times == 0 ? order : retried(order.again(), times - 1);
  }

  private static List<StageOrder> orders(List<Step> steps) {
    return steps.stream()
        .filter(Step.Send.class::isInstance)
        .map(step -> ((Step.Send) step).order())
        .toList();
  }

  private static List<TaskEvent> events(List<Step> steps) {
    return steps.stream()
        .filter(Step.Tell.class::isInstance)
        .map(step -> ((Step.Tell) step).event())
        .toList();
  }

  private static List<TaskEvent.Body> bodies(List<Step> steps) {
    return events(steps).stream().map(TaskEvent::body).toList();
  }

  private static List<TaskStatus> moves(List<Step> steps) {
    return bodies(steps).stream()
        .filter(TaskMoved.class::isInstance)
        .map(body -> ((TaskMoved) body).status())
        .toList();
  }

  private static StageFailure failure(List<Step> steps) {
    return bodies(steps).stream()
        .filter(StageFailed.class::isInstance)
        .map(body -> ((StageFailed) body).failure())
        .findFirst()
        .orElseThrow();
  }
}

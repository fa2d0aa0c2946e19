package io.fuxictr.web.store;

import static io.fuxictr.web.store.Samples.NOON;
import static io.fuxictr.web.store.Samples.completed;
import static io.fuxictr.web.store.Samples.event;
import static io.fuxictr.web.store.Samples.failed;
import static io.fuxictr.web.store.Samples.moved;
import static io.fuxictr.web.store.Samples.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.fuxictr.message.TaskEvent;
import io.fuxictr.task.Checkpoint;
import io.fuxictr.task.Stage;
import io.fuxictr.task.StageStatus;
import io.fuxictr.task.TaskId;
import io.fuxictr.task.TaskStatus;
import java.util.Collections;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TaskStateTest {
  private static final TaskId TASK = new TaskId(7);
  private static final TaskState WAITING = TaskState.draft(TASK).resumed(NOON);

  private static TaskState after(TaskState state, TaskEvent... events) {
    TaskState next = state;
    for (TaskEvent event : events) {
      next = next.after(event);
    }
    return next;
  }

  @Nested
  class WhileFetching {
    private final TaskState fetching = WAITING.after(event(TASK, Stage.DATA_FETCH, 1, started()));

    @Test
    void taskRunsFromItsFirstStageOn() {
      assertThat(fetching.status()).isEqualTo(TaskStatus.RUNNING);
      assertThat(fetching.times().startedAt()).contains(NOON.plusSeconds(1));
      assertThat(fetching.currentStep()).isZero();
    }

    @Test
    void successCountsTheStageAndRemembersItsDataset() {
      TaskState next = fetching.after(event(TASK, Stage.DATA_FETCH, 9, completed()));

      assertThat(next.currentStep()).isEqualTo(1);
      assertThat(next.datasetId()).contains("MMoE_demo.20260301_120000");
      assertThat(next.step(Stage.DATA_FETCH).completedAt()).contains(NOON.plusSeconds(9));
    }

    @Test
    void lateStartDoesNotUndoASuccess() {
      TaskState done = fetching.after(event(TASK, Stage.DATA_FETCH, 9, completed()));

      assertThat(done.after(event(TASK, Stage.DATA_FETCH, 1, started()))).isEqualTo(done);
    }

    @Test
    void olderCheckpointDoesNotReplaceANewerOne() {
      var older = new TaskEvent.Saved(Checkpoint.EMPTY.with("epoch", 1L));
      var newer = new TaskEvent.Saved(Checkpoint.EMPTY.with("epoch", 2L));

      TaskState next =
          after(
              fetching,
              event(TASK, Stage.DATA_FETCH, 5, newer),
              event(TASK, Stage.DATA_FETCH, 4, older));

      assertThat(next.step(Stage.DATA_FETCH).checkpoint().number("epoch")).isEqualTo(2);
    }

    @Test
    void failureThatWillBeTriedAgainKeepsTheTaskRunning() {
      TaskState next = fetching.after(event(TASK, Stage.DATA_FETCH, 9, failed(true)));

      assertThat(next.status()).isEqualTo(TaskStatus.RUNNING);
      assertThat(next.step(Stage.DATA_FETCH).retryCount()).isEqualTo(1);
      assertThat(next.step(Stage.DATA_FETCH).error()).isEqualTo("source does not answer");
    }

    @Test
    void nextStartClearsTheError() {
      TaskState next =
          after(
              fetching,
              event(TASK, Stage.DATA_FETCH, 9, failed(true)),
              event(TASK, Stage.DATA_FETCH, 20, started()));

      assertThat(next.step(Stage.DATA_FETCH).error()).isEmpty();
    }

    @Test
    void cancelFailsTheRunningStageWithoutCountingIt() {
      TaskState next = fetching.after(moved(TASK, 5, TaskStatus.CANCELLED));

      assertThat(next.status()).isEqualTo(TaskStatus.CANCELLED);
      assertThat(next.step(Stage.DATA_FETCH).status()).isEqualTo(StageStatus.FAILED);
      assertThat(next.step(Stage.DATA_FETCH).error()).isEqualTo("cancelled by user");
      assertThat(next.step(Stage.DATA_FETCH).retryCount()).isZero();
    }

    @Test
    void successAfterTheCancelComesTooLate() {
      TaskState cancelled = fetching.after(moved(TASK, 5, TaskStatus.CANCELLED));

      assertThat(cancelled.after(event(TASK, Stage.DATA_FETCH, 6, completed())))
          .isEqualTo(cancelled);
    }
  }

  @Nested
  class AfterAFailure {
    private final TaskState stopped =
        after(
            WAITING,
            event(TASK, Stage.DATA_FETCH, 1, started()),
            event(TASK, Stage.DATA_FETCH, 2, completed()),
            event(TASK, Stage.TRAIN, 3, started()),
            event(TASK, Stage.TRAIN, 4, new TaskEvent.Saved(Checkpoint.EMPTY.with("epoch", 3L))),
            event(TASK, Stage.TRAIN, 5, failed(false)));

    @Test
    void taskHasFailedWithTheCause() {
      assertThat(stopped.status()).isEqualTo(TaskStatus.FAILED);
      assertThat(stopped.error()).isEqualTo("source does not answer");
      assertThat(stopped.times().completedAt()).contains(NOON.plusSeconds(5));
      assertThat(stopped.step(Stage.INFER).status()).isEqualTo(StageStatus.PENDING);
    }

    @Test
    void retryGoesOnFromTheCheckpoint() {
      TaskState again = stopped.resumed(NOON.plusSeconds(60));

      assertThat(again.attempt()).isEqualTo(2);
      assertThat(again.firstOpenStage()).contains(Stage.TRAIN);
      assertThat(again.step(Stage.TRAIN).checkpoint().number("epoch")).isEqualTo(3);
      assertThat(again.step(Stage.TRAIN).error()).isEmpty();
      assertThat(again.times().completedAt()).isEmpty();
      assertThat(again.times().startedAt()).isEqualTo(stopped.times().startedAt());
    }

    @Test
    void retryFromTheFirstStageForgetsTheDataset() {
      TaskState again = stopped.restarted(Stage.DATA_FETCH, NOON.plusSeconds(60));

      assertThat(again.datasetId()).isEmpty();
      assertThat(again.currentStep()).isZero();
      assertThat(again.step(Stage.DATA_FETCH).checkpoint().isEmpty()).isTrue();
    }

    @Test
    void successOfAnEarlierAttemptComesTooLate() {
      TaskState again = stopped.resumed(NOON.plusSeconds(60));

      assertThat(again.after(event(TASK, Stage.TRAIN, 70, completed()))).isEqualTo(again);
    }
  }

  @Nested
  class Pausing {
    private final TaskState training =
        after(
            WAITING.with(mark -> mark.sending(NOON).dispatched(NOON)),
            event(TASK, Stage.DATA_FETCH, 1, started()),
            event(TASK, Stage.DATA_FETCH, 2, completed()),
            event(TASK, Stage.TRAIN, 3, started()),
            event(TASK, Stage.TRAIN, 4, new TaskEvent.Saved(Checkpoint.EMPTY.with("epoch", 3L))));
    private final TaskState paused = training.after(moved(TASK, 5, TaskStatus.PAUSED));

    @Test
    void stageWaitsAgainAndKeepsItsCheckpoint() {
      assertThat(paused.status()).isEqualTo(TaskStatus.PAUSED);
      assertThat(paused.step(Stage.TRAIN).status()).isEqualTo(StageStatus.PENDING);
      assertThat(paused.step(Stage.TRAIN).checkpoint().number("epoch")).isEqualTo(3);
      assertThat(paused.step(Stage.TRAIN).retryCount()).isZero();
      assertThat(paused.times().completedAt()).isEmpty();
      assertThat(paused.currentStep()).isEqualTo(1);
    }

    @Test
    void lateSignsOfLifeDoNotWakeIt() {
      assertThat(paused.after(event(TASK, Stage.TRAIN, 6, started()))).isEqualTo(paused);
      assertThat(paused.after(event(TASK, Stage.TRAIN, 6, new TaskEvent.Heartbeat("w"))))
          .isEqualTo(paused);
      assertThat(paused.after(event(TASK, Stage.TRAIN, 6, failed(true)))).isEqualTo(paused);
    }

    @Test
    void resumeIsANewAttemptFromTheCheckpoint() {
      TaskState again = paused.resumed(NOON.plusSeconds(60));

      assertThat(again.status()).isEqualTo(TaskStatus.PENDING);
      assertThat(again.attempt()).isEqualTo(2);
      assertThat(again.firstOpenStage()).contains(Stage.TRAIN);
      assertThat(again.step(Stage.TRAIN).checkpoint().number("epoch")).isEqualTo(3);
      assertThat(again.datasetId()).isEqualTo(training.datasetId());
      assertThat(again.dispatch().pause().isRequested()).isFalse();
    }

    @Test
    void cancelThatWasAskedForMeanwhileHolds() {
      TaskState both =
          training.with(mark -> mark.pauseRequested(NOON).cancelRequested(NOON.plusSeconds(1)));

      assertThat(both.after(moved(TASK, 5, TaskStatus.PAUSED)).status())
          .isEqualTo(TaskStatus.CANCELLED);
    }
  }

  @Nested
  class WithoutASignOfLife {
    private final TaskState training =
        after(
            WAITING.with(mark -> mark.sending(NOON).dispatched(NOON)),
            event(TASK, Stage.DATA_FETCH, 1, started()),
            event(TASK, Stage.DATA_FETCH, 2, completed()),
            event(TASK, Stage.TRAIN, 3, started()));

    private TaskEvent unseen(int silentSince) {
      return event(
          TASK, 1, Optional.empty(), 500, new TaskEvent.Unseen(NOON.plusSeconds(silentSince)));
    }

    @Test
    void lostTaskFailsWithTheReasonAndCanBeTriedAgain() {
      TaskState lost = training.after(unseen(3));

      assertThat(lost.status()).isEqualTo(TaskStatus.FAILED);
      assertThat(lost.error()).isEqualTo("lost with the broker's journal; retry resumes");
      assertThat(lost.step(Stage.TRAIN).status()).isEqualTo(StageStatus.FAILED);
      assertThat(lost.resumed(NOON.plusSeconds(600)).firstOpenStage()).contains(Stage.TRAIN);
    }

    @Test
    void taskThatWasHeardOfSinceTheQuestionGoesOn() {
      TaskState alive = training.after(event(TASK, Stage.TRAIN, 9, new TaskEvent.Heartbeat("w")));

      assertThat(alive.after(unseen(3))).isEqualTo(alive);
    }

    @Test
    void orderThatIsSeenWaitingIsASignOfLife() {
      TaskState seen =
          training.after(event(TASK, 1, Optional.empty(), 400, new TaskEvent.Seen("a queue")));

      assertThat(seen.times().heartbeatAt()).contains(NOON.plusSeconds(400));
      assertThat(seen.times().runner()).isEqualTo(training.times().runner());
      assertThat(seen.after(unseen(3))).isEqualTo(seen);
    }

    @Test
    void taskThatNobodyTookUpIsLostTheSameWay() {
      TaskState waiting = WAITING.with(mark -> mark.sending(NOON).dispatched(NOON));

      assertThat(waiting.after(unseen(0)).status()).isEqualTo(TaskStatus.FAILED);
    }

    @Test
    void lostTaskThatWasToStopIsWhatItsUserWanted() {
      assertThat(training.with(mark -> mark.cancelRequested(NOON)).after(unseen(3)).status())
          .isEqualTo(TaskStatus.CANCELLED);
      assertThat(training.with(mark -> mark.pauseRequested(NOON)).after(unseen(3)).status())
          .isEqualTo(TaskStatus.PAUSED);
    }

    @Test
    void answerAboutAnEarlierAttemptChangesNothing() {
      TaskState again = training.after(unseen(3)).resumed(NOON.plusSeconds(600));

      assertThat(again.after(unseen(3))).isEqualTo(again);
    }
  }

  @Test
  void stageThatIsDeliveredAgainBeganWhenItBegan() {
    TaskState state =
        after(
            WAITING,
            event(TASK, Stage.DATA_FETCH, 1, started()),
            event(TASK, Stage.DATA_FETCH, 30, new TaskEvent.StageStarted("another")));

    assertThat(state.step(Stage.DATA_FETCH).startedAt()).contains(NOON.plusSeconds(1));
    assertThat(state.times().attemptStartedAt()).contains(NOON.plusSeconds(1));
    assertThat(state.times().runner()).contains("another");
  }

  @Test
  void wholeRunEndsCompletedInAnyOrderOfStages() {
    var events = Samples.wholeRun(TASK);
    TaskState inOrder = after(WAITING, events.toArray(TaskEvent[]::new));
    var withoutStarts =
        events.stream()
            .filter(event -> !(event.body() instanceof TaskEvent.StageStarted))
            .collect(java.util.stream.Collectors.toList());
    Collections.reverse(withoutStarts);
    TaskState reversed = after(WAITING, withoutStarts.toArray(TaskEvent[]::new));

    assertThat(inOrder.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(inOrder.currentStep()).isEqualTo(5);
    assertThat(reversed.status()).isEqualTo(TaskStatus.COMPLETED);
    assertThat(reversed.currentStep()).isEqualTo(5);
  }

  @Test
  void sameEventsTwiceChangeNothing() {
    var events = Samples.wholeRun(TASK);
    TaskState once = after(WAITING, events.toArray(TaskEvent[]::new));

    assertThat(after(once, events.toArray(TaskEvent[]::new))).isEqualTo(once);
  }

  @Test
  void heartbeatIsKeptWhateverComesLater() {
    TaskState state =
        after(
            WAITING,
            event(TASK, 1, Optional.empty(), 30, new TaskEvent.Heartbeat("w")),
            event(TASK, 1, Optional.empty(), 10, new TaskEvent.Heartbeat("w")));

    assertThat(state.times().heartbeatAt()).contains(NOON.plusSeconds(30));
  }
}

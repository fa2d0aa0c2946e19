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

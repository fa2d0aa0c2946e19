package io.fuxictr.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuxictr.message.StageOrder;
import io.fuxictr.message.Stop;
import io.fuxictr.message.TaskCommand;
import io.fuxictr.task.Stage;
import io.fuxictr.task.TaskId;
import io.fuxictr.testing.Samples;
import org.junit.jupiter.api.Test;

class MemoryTest {
  private static final TaskCommand.Cancel CANCEL = new TaskCommand.Cancel(new TaskId(7), 1, 0);
  private static final TaskCommand.Pause PAUSE = new TaskCommand.Pause(new TaskId(7), 1, 0);

  private final StageOrder order = Samples.order(7, Stage.TRAIN);
  private final Memory memory = new Memory();

  @Test
  void draftIsSeenByThoseInItAndByNobodyElse() {
    Memory.Draft draft = memory.draft();
    draft.handled(order);
    draft.rests(order);
    draft.halting(PAUSE);

    assertThat(draft.isHandled(order)).isTrue();
    assertThat(draft.resting(CANCEL)).contains(order);
    assertThat(draft.wish(order.attempt())).contains(Stop.Reason.PAUSED);
    assertThat(memory.draft().isHandled(order)).isFalse();
    assertThat(memory.draft().resting(CANCEL)).isEmpty();
    assertThat(memory.draft().wish(order.attempt())).isEmpty();
  }

  @Test
  void keptDraftIsRemembered() {
    Memory.Draft draft = memory.draft();
    draft.handled(order);
    draft.rests(order);
    draft.halting(PAUSE);
    draft.keep();

    assertThat(memory.draft().isHandled(order)).isTrue();
    assertThat(memory.draft().resting(CANCEL)).contains(order);
    assertThat(memory.draft().wish(order.attempt())).contains(Stop.Reason.PAUSED);
  }

  @Test
  void whatEndedInADraftRestsNoMore() {
    Memory.Draft first = memory.draft();
    first.rests(order);
    first.keep();
    Memory.Draft second = memory.draft();
    second.ended(new TaskId(7), 1);

    assertThat(second.isOver(CANCEL)).isTrue();
    assertThat(second.resting(CANCEL)).isEmpty();
    assertThat(memory.draft().isOver(CANCEL)).isFalse();
    assertThat(memory.draft().resting(CANCEL)).contains(order);

    second.keep();

    assertThat(memory.draft().isOver(CANCEL)).isTrue();
    assertThat(memory.draft().resting(CANCEL)).isEmpty();
  }

  @Test
  void whoOnceWantedACancelStillDoes() {
    Memory.Draft first = memory.draft();
    first.halting(CANCEL);
    first.keep();
    Memory.Draft second = memory.draft();
    second.halting(PAUSE);

    assertThat(second.wish(order.attempt())).contains(Stop.Reason.CANCELLED);

    second.keep();

    assertThat(memory.draft().wish(order.attempt())).contains(Stop.Reason.CANCELLED);
  }
}

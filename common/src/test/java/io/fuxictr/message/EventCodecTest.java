package io.fuxictr.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.message.TaskEvent.Body;
import io.fuxictr.message.TaskEvent.Level;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.task.Progress;
import io.fuxictr.task.Stage;
import io.fuxictr.task.StageFailure;
import io.fuxictr.task.TaskId;
import io.fuxictr.task.TaskStatus;
import io.fuxictr.testing.Samples;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class EventCodecTest {

  static Stream<Body> bodies() {
    return Stream.of(
        new TaskEvent.StageStarted("host-1"),
        new TaskEvent.StageCompleted(Samples.checkpoint(), Map.of("rows", 5L), false),
        new TaskEvent.StageFailed(new StageFailure(ErrorCode.UNAVAILABLE, "no answer"), true),
        new TaskEvent.TaskMoved(TaskStatus.CANCELLED, "cancelled by user"),
        new TaskEvent.Saved(Samples.checkpoint()),
        new TaskEvent.Logged(Level.WARNING, "第 3 轮"),
        new TaskEvent.Progressed(new Progress(3, 10, "epoch 3/10")),
        new TaskEvent.Measured("label_apply_AUC", 0.75, "", 2, 100),
        new TaskEvent.Heartbeat("host-1"),
        new TaskEvent.Seen("workflow.orders.train"),
        new TaskEvent.Unseen(Samples.NOON));
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void eventOfStageComesBackAsItWas(Body body) {
    var event = event(Optional.of(Stage.TRAIN), body);

    assertThat(EventCodec.read(EventCodec.write(event))).isEqualTo(event);
  }

  @Test
  void eventOfWholeTaskHasNoStage() {
    var event = event(Optional.empty(), new TaskEvent.TaskMoved(TaskStatus.COMPLETED, ""));

    assertThat(EventCodec.write(event)).doesNotContain("stage");
    assertThat(EventCodec.read(EventCodec.write(event))).isEqualTo(event);
  }

  @Test
  void unknownTypeIsRefusedByName() {
    String text =
        EventCodec.write(event(Optional.empty(), new TaskEvent.Heartbeat("host-1")))
            .replace("heartbeat", "heart_attack");

    assertThatThrownBy(() -> EventCodec.read(text))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("heart_attack");
  }

  private static TaskEvent event(Optional<Stage> stage, Body body) {
    return new TaskEvent("a-1", new TaskId(7), 1, stage, Samples.NOON, body);
  }
}

package io.fuxictr.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.message.MessageCodec.Commanded;
import io.fuxictr.message.MessageCodec.Ended;
import io.fuxictr.task.ErrorCode;
import io.fuxictr.task.Stage;
import io.fuxictr.task.StageFailure;
import io.fuxictr.task.TaskId;
import io.fuxictr.testing.Samples;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageCodecTest {
  private static final StageOrder ORDER =
      Samples.order(7, Stage.DATA_FETCH).after(Samples.checkpoint(), Stage.TRAIN).again();

  @Test
  void orderComesBackAsItWas() {
    assertThat(MessageCodec.readOrder(MessageCodec.write(ORDER))).isEqualTo(ORDER);
  }

  static Stream<StageOutcome> outcomes() {
    return Stream.of(
        new StageOutcome.Succeeded(ORDER, Samples.checkpoint(), Map.of("auc", 0.75), false),
        new StageOutcome.Failed(ORDER, new StageFailure(ErrorCode.DISK_FULL, "no room in /data")),
        new StageOutcome.Cancelled(ORDER),
        new StageOutcome.Paused(ORDER, Samples.checkpoint()));
  }

  @ParameterizedTest
  @MethodSource("outcomes")
  void outcomeComesBackAsItWas(StageOutcome outcome) {
    assertThat(MessageCodec.readDispatch(MessageCodec.write(outcome)))
        .isEqualTo(new Ended(outcome));
  }

  static Stream<TaskCommand> commands() {
    return Stream.of(
        new TaskCommand.Start(ORDER),
        new TaskCommand.Cancel(new TaskId(7), 2, 3),
        new TaskCommand.Pause(new TaskId(7), 2, 3),
        new TaskCommand.Probe(new TaskId(7), 2, Samples.NOON, 1));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void commandComesBackAsItWas(TaskCommand command) {
    assertThat(MessageCodec.readDispatch(MessageCodec.write(command)))
        .isEqualTo(new Commanded(command));
  }

  @Test
  void stopComesBackAsItWas() {
    var stop = new Stop(new TaskId(7), 2, Stop.Reason.PAUSED);

    assertThat(MessageCodec.readStop(MessageCodec.write(stop))).isEqualTo(stop);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[1]",
        "{\"type\":\"start\"}",
        "{\"type\":\"explode\"}",
        "{\"type\":\"cancel\",\"task_id\":0,\"attempt\":1}",
        "{\"type\":\"failed\",\"order\":{}}",
        "not JSON"
      })
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> MessageCodec.readDispatch(text))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("not a valid command or outcome");
  }

  @Test
  void missingFieldIsNamed() {
    String text = MessageCodec.write(ORDER).replace("deadline", "death_line");

    assertThatThrownBy(() -> MessageCodec.readOrder(text))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("'deadline' is missing");
  }
}

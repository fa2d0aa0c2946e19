package io.fuxictr.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.task.Stage;
import io.fuxictr.testing.Samples;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BeatCodecTest {
  private static final WorkerBeat.Load BARE =
      new WorkerBeat.Load(OptionalDouble.empty(), OptionalLong.empty(), 1L << 20, List.of());

  static Stream<WorkerBeat.Activity> activities() {
    return Stream.of(
        new WorkerBeat.Idle(Samples.NOON),
        new WorkerBeat.Busy(Samples.attempt(7, Stage.TRAIN), Samples.NOON),
        new WorkerBeat.Hindered("no mount", Samples.NOON),
        new WorkerBeat.Leaving(Samples.NOON));
  }

  @ParameterizedTest
  @MethodSource("activities")
  void beatComesBackAsItWas(WorkerBeat.Activity activity) {
    WorkerBeat beat = beat(activity, BARE);

    assertThat(BeatCodec.read(BeatCodec.write(beat))).isEqualTo(beat);
  }

  @Test
  void figuresThatAreKnownComeBackToo() {
    var load =
        new WorkerBeat.Load(
            OptionalDouble.of(187.5),
            OptionalLong.of(3L << 30),
            1L << 28,
            List.of(new WorkerBeat.Gpu(0, "NVIDIA H100", 93, 40L << 30, 80L << 30)));

    assertThat(
            BeatCodec.read(BeatCodec.write(beat(new WorkerBeat.Idle(Samples.NOON), load))).load())
        .isEqualTo(load);
    assertThat(BeatCodec.write(beat(new WorkerBeat.Idle(Samples.NOON), BARE)))
        .doesNotContain("cpu_percent", "resident_bytes");
  }

  @Test
  void unknownStateIsRefusedByName() {
    String text =
        BeatCodec.write(beat(new WorkerBeat.Idle(Samples.NOON), BARE)).replace("idle", "dreaming");

    assertThatThrownBy(() -> BeatCodec.read(text))
        .isInstanceOf(InvalidMessageException.class)
        .hasMessageContaining("dreaming");
  }

  static WorkerBeat beat(WorkerBeat.Activity activity, WorkerBeat.Load load) {
    return new WorkerBeat(
        "host-1:17:train", "host-1", 17, Stage.TRAIN, Samples.NOON, activity, load);
  }
}

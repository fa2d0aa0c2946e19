package io.fuxictr.worker.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fuxictr.message.WorkerBeat;
import io.fuxictr.task.Stage;
import io.fuxictr.testing.Samples;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class PulseTest {
  private static final Pulse.Origin ORIGIN =
      new Pulse.Origin("localhost:1/train", "localhost", Stage.TRAIN);

  private final List<WorkerBeat> beats = new CopyOnWriteArrayList<>();

  @Test
  void changesThatFollowEachOtherQuicklyAreNotAllToldButTheLastOneIs() {
    try (Pulse pulse = start()) {
      await().until(() -> beats.size() == 1);
      for (int order = 1; order <= 100; order++) {
        pulse.busy(Samples.attempt(order, Stage.TRAIN));
        pulse.idle();
      }
      pulse.busy(Samples.attempt(101, Stage.TRAIN));

      await()
          .until(
              () ->
                  beats.getLast().activity() instanceof WorkerBeat.Busy busy
                      && busy.attempt().equals(Samples.attempt(101, Stage.TRAIN)));
      assertThat(beats).hasSizeLessThan(10);
    }
  }

  @Test
  void whoLeavesSaysSoWithoutWaiting() {
    Pulse pulse = start();
    await().until(() -> beats.size() == 1);
    pulse.close();

    assertThat(beats.getLast().activity()).isInstanceOf(WorkerBeat.Leaving.class);
  }

  private Pulse start() {
    return Pulse.start(ORIGIN, Duration.ofHours(1), InstantSource.system(), beats::add);
  }
}

package io.fuxictr.ctr.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class CheckpointScheduleTest {
  private long now = 1000;

  @Test
  void stepsAreCountedFromTheLastCheckpoint() throws InterruptedException {
    CheckpointSchedule schedule = new CheckpointSchedule(OptionalInt.of(3), () -> now);

    assertThat(schedule.dueAfterStep()).isFalse();
    schedule.write(() -> {});
    assertThat(schedule.dueAfterStep()).isFalse();
    assertThat(schedule.dueAfterStep()).isFalse();
    assertThat(schedule.dueAfterStep()).isTrue();
  }

  @Test
  void withoutStepsAMinuteGoesBy() throws InterruptedException {
    CheckpointSchedule schedule = byTime();

    assertThat(dueAfter(schedule, Duration.ofSeconds(59))).isFalse();
    assertThat(dueAfter(schedule, Duration.ofSeconds(1))).isTrue();
    schedule.write(() -> pass(Duration.ofSeconds(1)));
    assertThat(dueAfter(schedule, Duration.ofSeconds(59))).isFalse();
    assertThat(dueAfter(schedule, Duration.ofSeconds(1))).isTrue();
  }

  @Test
  void checkpointsThatTakeLongAreWrittenLessOften() throws InterruptedException {
    CheckpointSchedule schedule = byTime();

    schedule.write(() -> pass(Duration.ofSeconds(30)));

    assertThat(dueAfter(schedule, Duration.ofSeconds(599))).isFalse();
    assertThat(dueAfter(schedule, Duration.ofSeconds(1))).isTrue();
  }

  private CheckpointSchedule byTime() {
    return new CheckpointSchedule(OptionalInt.empty(), () -> now);
  }

  private boolean dueAfter(CheckpointSchedule schedule, Duration time) {
    pass(time);
    return schedule.dueAfterStep();
  }

  private void pass(Duration time) {
    now += time.toNanos();
  }
}

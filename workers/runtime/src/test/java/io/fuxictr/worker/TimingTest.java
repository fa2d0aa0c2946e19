package io.fuxictr.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuxictr.task.Checkpoint;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimingTest {

  @Test
  void addsItsKeysToACheckpoint() {
    Iterator<Instant> times =
        List.of(Instant.parse("2024-01-23T14:30:52Z"), Instant.parse("2024-01-23T14:30:54.500Z"))
            .iterator();

    Checkpoint done = Timing.start(times::next).addTo(Checkpoint.EMPTY.with("a", "b"));

    assertThat(done.text("a")).hasValue("b");
    assertThat(done.text("started_at")).hasValue("2024-01-23T14:30:52Z");
    assertThat(done.text("completed_at")).hasValue("2024-01-23T14:30:54.500Z");
    assertThat(done.real("duration_seconds")).isEqualTo(2.5);
  }
}

package io.fuxictr.worker.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class StopSignalTest {
  private final StopSignal signal = new StopSignal();
  private final AtomicInteger calls = new AtomicInteger();

  @Test
  void firstReasonCounts() {
    signal.raise(StopReason.DEADLINE);
    signal.raise(StopReason.CANCELLED);

    assertThat(signal.reason()).contains(StopReason.DEADLINE);
  }

  @Test
  void interruptReachesAThreadThatComesLater() {
    signal.raise(StopReason.CANCELLED);

    assertThatThrownBy(
            () -> {
              signal.attach(Thread.currentThread());
              new CountDownLatch(1).await();
            })
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void actionRunsOnceAlsoWhenItComesLate() {
    try (var _ = signal.onStop(calls::incrementAndGet)) {
      signal.raise(StopReason.CANCELLED);
      signal.raise(StopReason.SHUTDOWN);
      await().until(() -> calls.get() == 1);
    }
    try (var _ = signal.onStop(calls::incrementAndGet)) {
      await().until(() -> calls.get() == 2);
    }
    await().during(Duration.ofMillis(100)).until(() -> calls.get() == 2);
  }

  @Test
  void actionTakenBackNeverRuns() {
    signal.onStop(calls::incrementAndGet).close();
    signal.raise(StopReason.CANCELLED);

    await().during(Duration.ofMillis(100)).until(() -> calls.get() == 0);
  }

  @Test
  void brokenActionDoesNotKeepTheInterruptBack() throws InterruptedException {
    signal.onStop(
        () -> {
          throw new IllegalStateException("no such query");
        });
    var interrupted = new CountDownLatch(1);
    Thread stage =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    new CountDownLatch(1).await();
                  } catch (InterruptedException e) {
                    interrupted.countDown();
                  }
                });
    signal.attach(stage);
    signal.raise(StopReason.CANCELLED);
    stage.join();

    assertThat(interrupted.getCount()).isZero();
  }
}

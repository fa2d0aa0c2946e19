package io.fuxictr.ctr.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ai.djl.Device;
import ai.djl.pytorch.jni.LibUtils;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class TorchEngineIT {
  /** A device that no host has. */
  private static final int MISSING = 127;

  private final TorchEngine engine = TorchEngine.start();

  @Test
  void aSecondTrainingWaitsForTheFirst() throws InterruptedException {
    AtomicBoolean second = new AtomicBoolean();
    Thread waiting;
    try (TorchEngine.Turn _ = engine.takeTurn()) {
      waiting = Thread.ofPlatform().start(() -> takeTurn(second));
      await().until(() -> waiting.getState() == Thread.State.WAITING);
      assertThat(second).isFalse();
    }

    waiting.join();
    assertThat(second).isTrue();
  }

  @Test
  void whoWaitsCanBeInterrupted() throws InterruptedException {
    try (TorchEngine.Turn _ = engine.takeTurn()) {
      AtomicBoolean taken = new AtomicBoolean();
      Thread waiting = Thread.ofPlatform().start(() -> takeTurn(taken));
      await().until(() -> waiting.getState() == Thread.State.WAITING);

      waiting.interrupt();
      waiting.join();

      assertThat(taken).isFalse();
    }
  }

  @Test
  void withoutCudaTheCpuIsUsed() {
    assertThat(engine.device(-1)).isEqualTo(Device.cpu());
    assertThat(engine.device(MISSING)).isEqualTo(Device.cpu());
    assertThat(engine.device(256)).isEqualTo(Device.cpu());
    assertThat(engine.usesCpu(-1)).isTrue();
    assertThat(engine.usesCpu(MISSING)).isTrue();
  }

  @Test
  void whatIsMissingForCudaIsSaidWithTheFolderOfLibtorch() {
    assertThat(engine.obstacle(MISSING).orElseThrow())
        .contains("libtorch ")
        .contains(LibUtils.getLibtorchPath())
        .containsAnyOf("set PYTORCH_LIBRARY_PATH", "nvidia-smi");
  }

  private void takeTurn(AtomicBoolean taken) {
    try (TorchEngine.Turn _ = engine.takeTurn()) {
      taken.set(true);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}

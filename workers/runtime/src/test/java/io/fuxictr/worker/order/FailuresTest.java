package io.fuxictr.worker.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuxictr.task.ErrorCode;
import io.fuxictr.task.Stage;
import io.fuxictr.task.StageFailure;
import io.fuxictr.worker.StageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import org.junit.jupiter.api.Test;

class FailuresTest {

  @Test
  void stageSaysItself() {
    var thrown = new StageException(ErrorCode.DIVERGED, "loss is NaN in epoch 2");

    assertThat(Failures.of(thrown, Stage.TRAIN))
        .isEqualTo(new StageFailure(ErrorCode.DIVERGED, "loss is NaN in epoch 2"));
  }

  @Test
  void fullDiskIsFoundBelowOtherCauses() {
    var full = new FileSystemException("/data/part.tmp", null, "No space left on device");
    var thrown = new IllegalStateException("writing", new UncheckedIOException(full));

    StageFailure failure = Failures.of(thrown, Stage.INFER);

    assertThat(failure.code()).isEqualTo(ErrorCode.DISK_FULL);
    assertThat(failure.message()).contains("infer").contains("/data/part.tmp");
  }

  @Test
  void memoryIsToldWithItsRemedy() {
    StageFailure failure = Failures.of(new OutOfMemoryError("Java heap space"), Stage.TRAIN);

    assertThat(failure.code()).isEqualTo(ErrorCode.OUT_OF_MEMORY);
    assertThat(failure.message()).contains("Java heap space").contains("batch_size");
  }

  @Test
  void otherTroubleIsOurs() {
    assertThat(Failures.of(new IOException("odd"), Stage.TRAIN).code())
        .isEqualTo(ErrorCode.INTERNAL);
    assertThat(Failures.isDiskFull(new IOException("odd"))).isFalse();
  }
}

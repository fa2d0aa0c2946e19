package io.fuxictr.worker.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuxictr.layout.StorageLayout;
import io.fuxictr.message.StageOrder;
import io.fuxictr.message.StageOutcome;
import io.fuxictr.task.Attempt;
import io.fuxictr.task.Checkpoint;
import io.fuxictr.task.Stage;
import io.fuxictr.task.TaskId;
import io.fuxictr.testing.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttemptFolderTest {
  @TempDir private Path home;
  private final StageOrder order = Samples.order(7, Stage.TRAIN);
  private final StageOrder secondAttempt =
      Samples.order(new Attempt(new TaskId(7), Stage.TRAIN, 2));

  @Test
  void savedCheckpointComesBackAsItWas() throws IOException {
    folder(order).save(Samples.checkpoint());

    assertThat(folder(order).saved()).isEqualTo(Samples.checkpoint());
    assertThat(folder(order.again()).saved()).isEqualTo(Samples.checkpoint());
  }

  @Test
  void withoutAFileTheOrderSaysWhereToResume() throws IOException {
    StageOrder resumed =
        new StageOrder(
            order.attempt(),
            order.submission(),
            Map.of(Stage.TRAIN, Samples.checkpoint()),
            order.createdAt(),
            order.deadline(),
            0,
            "");

    assertThat(folder(resumed).saved()).isEqualTo(Samples.checkpoint());
  }

  @Test
  void anotherAttemptStartsWhereItsOrderSays() throws IOException {
    folder(order).save(Samples.checkpoint());

    assertThat(folder(secondAttempt).saved()).isEqualTo(Checkpoint.EMPTY);
  }

  @Test
  void successIsKnownToItsOwnAttemptOnly() throws IOException {
    var outcome =
        new StageOutcome.Succeeded(order, Samples.checkpoint(), Map.of("auc", 0.75), false);
    folder(order).publish(outcome);

    assertThat(folder(order).outcome()).contains(outcome);
    assertThat(folder(secondAttempt).outcome()).isEmpty();
    assertThat(folder(Samples.order(7, Stage.INFER)).outcome()).isEmpty();
  }

  /** What a loss of power may leave behind: half of it, nothing, zeros, something else. */
  @ParameterizedTest
  @ValueSource(strings = {"7b2274797065223a2273756363", "", "0000000000000000", "fffe80818283"})
  void damagedOutcomeIsNone(String bytes) throws IOException {
    Path file = folder(order).path().resolve("train.outcome.json");
    Files.createDirectories(folder(order).path());
    Files.write(file, HexFormat.of().parseHex(bytes));

    assertThat(folder(order).outcome()).isEmpty();
  }

  @Test
  void interruptDoesNotDisturbASave() throws IOException {
    Thread.currentThread().interrupt();
    folder(order).save(Samples.checkpoint());

    assertThat(Thread.interrupted()).isTrue();
    assertThat(folder(order).saved()).isEqualTo(Samples.checkpoint());
    try (var files = Files.list(folder(order).path())) {
      assertThat(files).hasSize(1);
    }
  }

  private AttemptFolder folder(StageOrder of) {
    return new AttemptFolder(
        new StorageLayout(home, home.resolve("models"), home.resolve("configurations")), of);
  }
}

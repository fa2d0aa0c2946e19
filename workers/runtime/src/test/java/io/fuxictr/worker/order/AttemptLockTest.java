package io.fuxictr.worker.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.fuxictr.task.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttemptLockTest {
  @TempDir private Path folder;
  private final Holder first = new Holder(1, Stage.TRAIN, 0, 1, "first");

  @Test
  void laterDeliveryWins() throws IOException {
    AttemptLock early = lock(first);
    AttemptLock late = lock(new Holder(1, Stage.TRAIN, 0, 2, "second"));

    assertThat(early.take()).isEmpty();
    assertThat(late.take()).isEmpty();

    assertThat(early.isHeld()).isFalse();
    assertThat(late.isHeld()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"2,DATA_FETCH,0,1", "1,INFER,0,1", "1,TRAIN,1,1", "1,TRAIN,0,2"})
  void earlierOneDoesNotTakeItFromALaterOne(int attempt, Stage stage, int retries, int delivery)
      throws IOException {
    var later = new Holder(attempt, stage, retries, delivery, "later");
    lock(later).take();

    assertThat(lock(first).take()).contains(later);
    assertThat(lock(later).isHeld()).isTrue();
  }

  @Test
  void earlierOneThatWokeUpLateIsPutOut() throws IOException {
    AttemptLock late = lock(new Holder(1, Stage.TRAIN, 0, 2, "second"));
    late.take();
    Files.writeString(folder.resolve("attempt.lock"), first.write());

    assertThat(late.isHeld()).isTrue();
    assertThat(lock(first).isHeld()).isFalse();
  }

  @Test
  void ofTwoEquallyLateTheSecondWins() throws IOException {
    AttemptLock one = lock(first);
    AttemptLock other = lock(new Holder(1, Stage.TRAIN, 0, 1, "doubled"));
    one.take();
    other.take();

    assertThat(one.isHeld()).isFalse();
    assertThat(other.isHeld()).isTrue();
  }

  @Test
  void releasedFolderIsFreeForAnOrderThatCountsAnew() throws IOException {
    AttemptLock third = lock(new Holder(1, Stage.TRAIN, 0, 3, "third"));
    third.take();
    third.release();

    assertThat(lock(first).take()).isEmpty();
  }

  @Test
  void releaseLeavesTheLockOfAnother() throws IOException {
    AttemptLock one = lock(first);
    AttemptLock other = lock(new Holder(1, Stage.TRAIN, 0, 2, "second"));
    one.take();
    other.take();

    one.release();

    assertThat(other.isHeld()).isTrue();
    assertThat(folder.resolve("attempt.lock")).exists();
  }

  /** What a loss of power may leave behind: half of it, nothing, zeros, something else. */
  @ParameterizedTest
  @ValueSource(strings = {"7b22617474", "", "0000000000000000", "fffe80818283"})
  void damagedLockIsTaken(String bytes) throws IOException {
    Files.write(folder.resolve("attempt.lock"), HexFormat.of().parseHex(bytes));

    assertThat(lock(first).take()).isEmpty();
    assertThat(lock(first).isHeld()).isTrue();
  }

  private AttemptLock lock(Holder holder) {
    return new AttemptLock(folder, holder);
  }
}

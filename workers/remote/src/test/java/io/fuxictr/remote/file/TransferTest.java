package io.fuxictr.remote.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransferTest {
  private static final int BYTES = 3_000_000;

  @TempDir private Path work;
  private Path source;
  private Path target;
  private Manifest manifest;

  @BeforeEach
  void fill() throws IOException {
    source = Files.createDirectories(work.resolve("source"));
    target = work.resolve("target");
    var random = new Random(1);
    for (String name : List.of("part-00000.parquet", "part-00001.parquet")) {
      var bytes = new byte[BYTES];
      random.nextBytes(bytes);
      Files.write(source.resolve(name), bytes);
    }
    manifest = Manifest.of(source);
  }

  @Test
  void carriesFilesAndTellsHowFar() throws Exception {
    var watch = new RecordingWatch(Integer.MAX_VALUE);

    Transfer.Result result = transfer().run(manifest, watch);

    assertThat(result).isEqualTo(new Transfer.Result(2, 2L * BYTES, 0));
    assertThat(manifest.differences(Manifest.of(target)).isEmpty()).isTrue();
    assertThat(watch.done).isSorted().startsWith(0L).endsWith(2L * BYTES);
  }

  @Test
  void goesOnWhereItWasCut() throws Exception {
    var cut = new RecordingWatch(7);
    assertThatThrownBy(() -> transfer().run(manifest, cut))
        .isInstanceOf(InterruptedException.class);
    assertThat(target.resolve("part-00000.parquet")).exists();
    assertThat(target.resolve("part-00001.parquet")).doesNotExist();

    Transfer.Result result = transfer().run(manifest, TransferWatch.NONE);

    assertThat(result).isEqualTo(new Transfer.Result(1, BYTES, 1));
    manifest.verify(target);
    assertThat(target).isDirectoryNotContaining("glob:**.tmp");
  }

  @Test
  void carriesDamagedFilesAgainAndDeletesWhatDoesNotBelong() throws Exception {
    transfer().run(manifest, TransferWatch.NONE);
    byte[] bytes = Files.readAllBytes(target.resolve("part-00001.parquet"));
    bytes[BYTES / 2] ^= 1;
    Files.write(target.resolve("part-00001.parquet"), bytes);
    Files.writeString(target.resolve("part-00002.parquet"), "of an earlier export");

    Transfer.Result result = transfer().run(manifest, TransferWatch.NONE);

    assertThat(result.files()).isEqualTo(1);
    manifest.verify(target);
  }

  @Test
  void triesAgainWhenAFileArrivesDamaged() throws Exception {
    var damaged = new Damaging(FileOrigin.folder(source), 2);

    new Transfer(damaged, target).run(manifest, TransferWatch.NONE);

    manifest.verify(target);
    assertThat(damaged.opened).isEqualTo(4);
  }

  @Test
  void givesUpOnAFileThatNeverMatchesAndLeavesNothingUnderItsName() {
    var damaged = new Damaging(FileOrigin.folder(source), Integer.MAX_VALUE);

    assertThatThrownBy(() -> new Transfer(damaged, target).run(manifest, TransferWatch.NONE))
        .isInstanceOf(FileException.class)
        .hasMessageContaining("part-00000.parquet")
        .hasMessageContaining("differs from its manifest");
    assertThat(Manifest.of(target)).isEqualTo(Manifest.EMPTY);
  }

  @Test
  void saysHowMuchRoomIsMissing() {
    var full = new Transfer(FileOrigin.folder(source), target, _ -> 1024 * 1024);

    assertThatThrownBy(() -> full.run(manifest, TransferWatch.NONE))
        .isInstanceOfSatisfying(
            FileException.class,
            e -> assertThat(e.reason()).isEqualTo(FileException.Reason.DISK_FULL))
        .hasMessageContaining("needs 5.7MB, but 1.0MB are free");
    assertThat(Manifest.of(target)).isEqualTo(Manifest.EMPTY);
  }

  @Test
  void saysWhichFileHasVanishedFromTheSource() throws IOException {
    Files.delete(source.resolve("part-00001.parquet"));

    assertThatThrownBy(() -> transfer().run(manifest, TransferWatch.NONE))
        .isInstanceOf(FileException.class)
        .hasMessageContaining("part-00001.parquet");
  }

  private Transfer transfer() {
    return new Transfer(FileOrigin.folder(source), target);
  }

  /** Remembers what it is told and stops the transfer when it was asked a number of times. */
  private static final class RecordingWatch implements TransferWatch {
    private final List<Long> done = new ArrayList<>();
    private int checksLeft;

    RecordingWatch(int checks) {
      this.checksLeft = checks;
    }

    @Override
    public void moved(long bytes, long total) {
      done.add(bytes);
    }

    @Override
    public void checkStopped() throws InterruptedException {
      checksLeft--;
      if (checksLeft < 0) {
        throw new InterruptedException("stop");
      }
    }
  }

  /** Changes one bit of the first files that are opened. */
  private static final class Damaging implements FileOrigin {
    private final FileOrigin origin;
    private final int times;
    private int opened;

    Damaging(FileOrigin origin, int times) {
      this.origin = origin;
      this.times = times;
    }

    @Override
    public InputStream open(String path) throws IOException {
      opened++;
      try (InputStream in = origin.open(path)) {
        byte[] bytes = in.readAllBytes();
        if (opened <= times) {
          bytes[1] ^= 1;
        }
        return new ByteArrayInputStream(bytes);
      }
    }
  }
}

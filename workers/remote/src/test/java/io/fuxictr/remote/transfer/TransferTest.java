package io.fuxictr.remote.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fuxictr.remote.file.FileException;
import io.fuxictr.remote.file.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransferTest {
  private static final int CHUNK = 100_000;
  private static final int BYTES = 1_000_000;
  private static final TransferOptions OPTIONS = TransferOptions.DEFAULTS.cut(3, CHUNK);

  @TempDir private Path work;
  private Tree source;
  private Path target;

  @BeforeEach
  void fill() {
    source = new Tree(work.resolve("source")).with("a.parquet", BYTES).with("sub/b.parquet", BYTES);
    target = work.resolve("target");
  }

  @Test
  void carriesFilesAndTellsHowFar() throws Exception {
    var watch = RecordingWatch.plain();

    Transfer.Result result = transfer(OPTIONS).run(source.manifest(), watch);

    assertThat(result).isEqualTo(new Transfer.Result(2, 2L * BYTES, 20, 0, 0, 0));
    source.manifest().verify(target);
    assertThat(watch.done()).isSorted().startsWith(0L).endsWith(2L * BYTES);
    assertThat(hidden()).isEmpty();
  }

  @Test
  void carriesFilesOfEverySizeAroundTheBordersOfChunks() throws Exception {
    for (long bytes : List.of(0L, 1L, CHUNK - 1L, (long) CHUNK, CHUNK + 1L, 3L * CHUNK)) {
      source.with("of-" + bytes, bytes);
      source.with("of-" + (3L * CHUNK + bytes), 3L * CHUNK + bytes);
    }

    transfer(OPTIONS).run(source.manifest(), TransferWatch.NONE);

    source.manifest().verify(target);
  }

  @Test
  void goesOnWhereItWasStopped() throws Exception {
    Manifest manifest = source.manifest();
    var slow = OPTIONS.limitedTo(4 * BYTES);
    var stopped = RecordingWatch.stoppingWhen(done -> done > BYTES);
    assertThatThrownBy(() -> transfer(slow).run(manifest, stopped))
        .isInstanceOf(InterruptedException.class);

    Transfer.Result result = transfer(OPTIONS).run(manifest, TransferWatch.NONE);

    int reused = result.reusedChunks() + 10 * result.reusedFiles();
    assertThat(reused).isGreaterThanOrEqualTo(7);
    assertThat(result.chunks()).isEqualTo(20 - reused);
    assertThat(result.bytes()).isEqualTo((20L - reused) * CHUNK);
    assertThat(result.reusedBytes()).isEqualTo((long) reused * CHUNK);
    manifest.verify(target);
    assertThat(hidden()).isEmpty();
  }

  @Test
  void leavesNothingUnderAFinalNameWhenItIsStopped() {
    var stopped = RecordingWatch.stoppingWhen(done -> done > BYTES / 2);

    assertThatThrownBy(() -> transfer(OPTIONS.limitedTo(2 * BYTES)).run(source.manifest(), stopped))
        .isInstanceOf(InterruptedException.class);

    assertThat(Manifest.of(target)).isEqualTo(Manifest.EMPTY);
  }

  @Test
  void carriesADamagedRangeOfAnEarlierRunAgain() throws Exception {
    Manifest manifest = source.manifest();
    var stopped = RecordingWatch.stoppingWhen(done -> done > BYTES);
    assertThatThrownBy(() -> transfer(OPTIONS.limitedTo(4 * BYTES)).run(manifest, stopped))
        .isInstanceOf(InterruptedException.class);
    Path whole = work.resolve("copy");
    copy(target, whole);
    Transfer.Result undamaged =
        new Transfer(source.place(), Place.here(whole), OPTIONS).run(manifest, TransferWatch.NONE);
    Tree.flip(firstTemporary(), 0);

    Transfer.Result result = transfer(OPTIONS).run(manifest, TransferWatch.NONE);

    assertThat(result.reusedChunks()).isEqualTo(undamaged.reusedChunks() - 1);
    manifest.verify(target);
  }

  @Test
  void takesUpNothingOfAnotherContentOfTheSameName() throws Exception {
    var stopped = RecordingWatch.stoppingWhen(done -> done > BYTES);
    assertThatThrownBy(() -> transfer(OPTIONS.limitedTo(4 * BYTES)).run(source.manifest(), stopped))
        .isInstanceOf(InterruptedException.class);
    source.with("a.parquet", BYTES - 1).with("sub/b.parquet", BYTES / 2);

    Transfer.Result result = transfer(OPTIONS).run(source.manifest(), TransferWatch.NONE);

    assertThat(result.reusedChunks()).isZero();
    source.manifest().verify(target);
  }

  @Test
  void passesOverALineOfTheLedgerThatWasCutOff() throws Exception {
    Manifest manifest = source.manifest();
    var stopped = RecordingWatch.stoppingWhen(done -> done > BYTES);
    assertThatThrownBy(() -> transfer(OPTIONS.limitedTo(4 * BYTES)).run(manifest, stopped))
        .isInstanceOf(InterruptedException.class);
    Path ledger = target.resolve(".transfer-ledger");
    String lines = Files.readString(ledger);
    Files.writeString(ledger, lines.substring(0, lines.length() - 20));

    Transfer.Result result = transfer(OPTIONS).run(manifest, TransferWatch.NONE);

    assertThat(result.reusedChunks() + 10 * result.reusedFiles()).isGreaterThanOrEqualTo(6);
    manifest.verify(target);
  }

  @Test
  void carriesDamagedFilesAgainAndDeletesWhatDoesNotBelong() throws Exception {
    transfer(OPTIONS).run(source.manifest(), TransferWatch.NONE);
    Tree.flip(target.resolve("a.parquet"), BYTES / 2);
    Files.writeString(target.resolve("c.parquet"), "of an earlier export");
    Files.writeString(target.resolve(".c.parquet.tmp"), "of an earlier transfer");

    Transfer.Result result = transfer(OPTIONS).run(source.manifest(), TransferWatch.NONE);

    assertThat(result).isEqualTo(new Transfer.Result(1, BYTES, 10, 1, 0, BYTES));
    source.manifest().verify(target);
    assertThat(hidden()).isEmpty();
  }

  @Test
  void carriesAFileAgainThatArrivesDamagedAndOnlyThat() throws Exception {
    Manifest manifest = source.manifest();
    source.damage("a.parquet", 5);
    var watch = RecordingWatch.onRetry(_ -> source.damage("a.parquet", 5));

    Transfer.Result result = transfer(OPTIONS).run(manifest, watch);

    assertThat(watch.retries()).singleElement().asString().contains("a.parquet", "try 2 of 3");
    assertThat(result.chunks()).isEqualTo(30);
    manifest.verify(target);
  }

  @Test
  void givesUpOnAFileThatNeverMatchesAndLeavesNothingUnderItsName() {
    Manifest manifest = source.manifest();
    source.damage("a.parquet", BYTES - 1);

    assertThatThrownBy(() -> transfer(OPTIONS).run(manifest, TransferWatch.NONE))
        .isInstanceOf(FileException.class)
        .hasMessageContaining("a.parquet")
        .hasMessageContaining("differs from its manifest")
        .hasMessageContaining("after 3 tries");
    assertThat(target.resolve("a.parquet")).doesNotExist();
  }

  @Test
  void comparesSizesOnlyWhereThatIsWanted() throws Exception {
    var options = OPTIONS.sizesOnly();
    Manifest manifest = source.place().list(options, TransferWatch.NONE);
    transfer(options).run(manifest, TransferWatch.NONE);
    Tree.flip(target.resolve("a.parquet"), 0);
    Files.write(target.resolve("sub/b.parquet"), new byte[BYTES - 1]);

    Transfer.Result result = transfer(options).run(manifest, TransferWatch.NONE);

    assertThat(manifest.entries()).allSatisfy(entry -> assertThat(entry.sha256()).isEmpty());
    assertThat(result.reusedFiles()).isEqualTo(1);
    assertThat(result.files()).isEqualTo(1);
    Place.here(target).verify(source.manifest(), options, TransferWatch.NONE);
  }

  @Test
  void saysHowMuchRoomIsMissing() {
    var huge =
        new Manifest(
            List.of(
                new Manifest.Entry("a.parquet", 1L << 60, "0".repeat(64), OptionalLong.empty())));

    assertThatThrownBy(
            () -> transfer(TransferOptions.DEFAULTS.cut(1, 1L << 60)).run(huge, TransferWatch.NONE))
        .isInstanceOfSatisfying(
            FileException.class,
            e -> assertThat(e.reason()).isEqualTo(FileException.Reason.DISK_FULL))
        .hasMessageContaining("needs 1048576.0TB, but ");
    assertThat(Manifest.of(target)).isEqualTo(Manifest.EMPTY);
  }

  @Test
  void saysWhichFileHasVanishedFromTheSource() throws IOException {
    Manifest manifest = source.manifest();
    Files.delete(source.folder().resolve("a.parquet"));

    assertThatThrownBy(() -> transfer(OPTIONS).run(manifest, TransferWatch.NONE))
        .isInstanceOf(FileException.class)
        .hasMessageContaining("a.parquet");
  }

  @Test
  void keepsToALimitOfBandwidth() throws Exception {
    long start = System.nanoTime();

    transfer(OPTIONS.limitedTo(2 * BYTES)).run(source.manifest(), TransferWatch.NONE);

    double seconds = (System.nanoTime() - start) / 1e9;
    assertThat(seconds).isGreaterThan(0.8);
    source.manifest().verify(target);
  }

  private Transfer transfer(TransferOptions options) {
    return new Transfer(source.place(), Place.here(target), options);
  }

  private Path firstTemporary() throws IOException {
    try (Stream<Path> files = Files.walk(target)) {
      return files
          .filter(file -> file.getFileName().toString().endsWith(".tmp"))
          .sorted()
          .findFirst()
          .orElseThrow();
    }
  }

  private List<Path> hidden() throws IOException {
    try (Stream<Path> files = Files.walk(target)) {
      return files.filter(file -> file.getFileName().toString().startsWith(".")).toList();
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file)));
      }
    }
  }
}
